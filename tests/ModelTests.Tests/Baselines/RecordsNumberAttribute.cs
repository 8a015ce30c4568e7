using System.Runtime.CompilerServices;

namespace ModelTests.Tests;

/// <summary>A baseline check with nothing in it but a number, for the tests of what all baseline checks share.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RecordsNumberAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : BaselineCheckAttribute(sourceFile, sourceLine)
{
    public override string Claim => "The number is the recorded one.";

    internal double Number { get; init; } = 1;

    internal string? Inconclusive { get; init; }

    internal List<bool> SameEnvironment { get; } = [];

    internal override Baseline Receive(Evidence evidence) =>
        new(evidence.Recipes.FixtureType.FullName!, Name, [new("numbers", "number", Significant.Of(Number))]) { Inconclusive = Inconclusive };

    internal override Verdict Compare(Baseline verified, Baseline received, bool sameEnvironment)
    {
        SameEnvironment.Add(sameEnvironment);
        return verified.ToString() == received.ToString() || !sameEnvironment ? Verdict.Holds("the number is the same") : Verdict.Fails("the number differs").Because("another number");
    }
}
