using System.CommandLine;

namespace ModelTests.Tool;

/// <summary>dotnet modeltests accept [filter]: shows what differs, asks, and makes the received baseline the verified one.</summary>
internal static class AcceptCommand
{
    public const string DiffVariable = "MODELTESTS_DIFF";

    public static Command Create(Terminal terminal)
    {
        var filter = new Argument<string?>("filter") { Arity = ArgumentArity.ZeroOrOne, Description = "Part of Class.Check, with or without the namespace; all baselines without it." };
        filter.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: ['-', ..] and var option }])
                result.AddError($"{option} is no option of accept");
        });
        var folder = new Option<DirectoryInfo>("--folder") { DefaultValueFactory = _ => new DirectoryInfo("."), Description = "Where to look, with all folders below but bin, obj and .git." };
        var yes = new Option<bool>("--yes", "-y") { Description = "Accept without asking." };
        var diff = new Option<string?>("--diff") { Description = $"Open this program on the two files before asking, such as \"code --wait --diff {{verified}} {{received}}\"; {DiffVariable} sets it for good." };
        var command = new Command("accept", "Look at the baselines that the last test run received, and accept them.") { filter, folder, yes, diff };
        command.SetAction(parsed => Run(terminal, parsed.GetRequiredValue(folder), parsed.GetValue(filter), parsed.GetValue(yes),
            parsed.GetValue(diff) ?? terminal.Variables.GetValueOrDefault(DiffVariable)));
        return command;
    }

    private static int Run(Terminal terminal, DirectoryInfo folder, string? filter, bool yes, string? diff)
    {
        if (!folder.Exists)
        {
            terminal.Error.WriteLine($"{folder} is no folder; give an existing one with --folder");
            return ExitCode.Misused;
        }
        var all = ReceivedBaselines.Below(folder.FullName);
        var chosen = all.Where(received => filter is null || received.Matches(filter)).ToList();
        if (chosen.Count == 0)
        {
            terminal.Output.WriteLine(all.Count == 0
                ? $"there is no received baseline below {folder.FullName}"
                : $"no received baseline matches {filter}; there are {string.Join(", ", all.Select(received => received.Stem))}");
            return all.Count == 0 ? ExitCode.Done : ExitCode.Left;
        }
        return new Acceptance(terminal, folder.FullName, yes, diff).Of(chosen);
    }
}
