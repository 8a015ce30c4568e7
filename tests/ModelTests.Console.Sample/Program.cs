using DigitNet.Tests;
using ModelTests;

IReadOnlyList<CheckResult> results =
[
    .. Check.RunAll(new NetTests(), Console.WriteLine),
    .. Check.RunAll(new UnconnectedTests(), Console.WriteLine),
    Check.Run(new NetTests(), new EvalIsDeterministicAttribute()),
];
foreach (var result in results)
    Console.WriteLine(result.Text);
return results.Any(result => result.Outcome == Outcome.Fails) ? 1 : 0;
