using System.Collections;
using System.Diagnostics;

namespace ModelTests.Tool;

/// <summary>Where a command reads, writes and starts programs: the console, or a test.</summary>
/// <param name="Input">Answers.</param>
/// <param name="Output">What was done.</param>
/// <param name="Error">Why something was not done.</param>
/// <param name="HasPerson">Whether somebody sits in front of it who can answer.</param>
/// <param name="Variables">The environment variables.</param>
/// <param name="Start">Starts a program with its arguments and waits for it.</param>
internal sealed record Terminal(TextReader Input, TextWriter Output, TextWriter Error, bool HasPerson, IReadOnlyDictionary<string, string> Variables, Action<string, IReadOnlyList<string>> Start)
{
    public static Terminal OfThisProcess()
    {
        var variables = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(pair => (string)pair.Key, pair => (string?)pair.Value ?? "");
        var onBuildServer = BaselineMode.BuildServer(variables.GetValueOrDefault) is not null;
        return new Terminal(Console.In, Console.Out, Console.Error, !Console.IsInputRedirected && !Console.IsOutputRedirected && !onBuildServer, variables, StartAndWait);
    }

    private static void StartAndWait(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(program, arguments);
        process.WaitForExit();
    }
}
