using System.CommandLine;

namespace ModelTests.Tool;

/// <summary>dotnet modeltests: one class of <c>Commands</c> for each command.</summary>
internal static class Program
{
    public static int Main(string[] arguments) => Run(arguments, Terminal.OfThisProcess());

    /// <summary>Runs a command line; the exit code is one of <see cref="ExitCode"/>.</summary>
    public static int Run(IReadOnlyList<string> arguments, Terminal terminal)
    {
        var root = new RootCommand("Works with what ModelTests leaves beside your tests, and with the machine that they run on.")
        {
            AcceptCommand.Create(terminal),
            DoctorCommand.Create(terminal),
        };
        var parsed = root.Parse(arguments);
        var code = parsed.Invoke(new InvocationConfiguration { Output = terminal.Output, Error = terminal.Error });
        return parsed.Errors.Count > 0 ? ExitCode.Misused : code;
    }
}
