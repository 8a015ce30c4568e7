using System.CommandLine;

namespace ModelTests.Tool;

/// <summary>dotnet modeltests doctor: what keeps TorchSharp from working here. Asks no network.</summary>
internal static class DoctorCommand
{
    public static Command Create(Terminal terminal)
    {
        var folder = new Option<DirectoryInfo>("--folder") { DefaultValueFactory = _ => new DirectoryInfo("."), Description = "The repository or test project to look at, restored or built." };
        var command = new Command("doctor", "Tell what keeps TorchSharp and ModelTests from working on this machine.") { folder };
        command.SetAction(parsed => Run(terminal, parsed.GetRequiredValue(folder)));
        return command;
    }

    private static int Run(Terminal terminal, DirectoryInfo folder)
    {
        if (!folder.Exists)
        {
            terminal.Error.WriteLine($"{folder} is no folder; give an existing one with --folder");
            return ExitCode.Misused;
        }
        List<Diagnosis> found =
        [
            Platform.Examine(),
            Runtime.Examine(),
            .. TorchPackages.Examine(folder.FullName, Platform.Identifier),
            .. Threads.Examine(terminal.Variables, Environment.ProcessorCount),
            .. Settings.Examine(terminal.Variables),
        ];
        var width = found.Max(diagnosis => diagnosis.Subject.Length);
        foreach (var diagnosis in found)
        {
            terminal.Output.WriteLine($"{diagnosis.State.ToString().ToLowerInvariant(),-8} {diagnosis.Subject.PadRight(width)}  {diagnosis.Text}");
            if (diagnosis.Change is { } change)
                terminal.Output.WriteLine($"{"",-8} {"".PadRight(width)}  change: {change}");
        }
        return found.Any(diagnosis => diagnosis.State == State.Wrong) ? ExitCode.Left : ExitCode.Done;
    }
}
