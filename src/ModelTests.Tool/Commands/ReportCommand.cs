using System.CommandLine;
using System.Text;

namespace ModelTests.Tool;

/// <summary>dotnet modeltests report [folder]: one page of all reports that test runs left below a folder.</summary>
internal static class ReportCommand
{
    private const string DefaultPage = "modeltests-report.html";

    public static Command Create(Terminal terminal)
    {
        var folder = new Argument<DirectoryInfo>("folder") { DefaultValueFactory = _ => new DirectoryInfo("."), Description = "Where to look, with all folders below, bin among them. Default: the current folder." };
        var output = new Option<FileInfo?>("--output", "-o") { Description = $"The page. Default: {DefaultPage} in the current folder, unless --json or --summary is given." };
        var json = new Option<FileInfo?>("--json") { Description = "Write the same as one JSON document." };
        var summary = new Option<bool>("--summary") { Description = $"Append a summary in Markdown to the file that {Summary.FileVariable} names, as on GitHub Actions; without it, print it." };
        var command = new Command("report", "Make a page of what the last test runs found and measured.") { folder, output, json, summary };
        command.SetAction(parsed => Run(terminal, parsed.GetRequiredValue(folder), parsed.GetValue(output), parsed.GetValue(json), parsed.GetValue(summary)));
        return command;
    }

    private static int Run(Terminal terminal, DirectoryInfo folder, FileInfo? output, FileInfo? json, bool summary)
    {
        if (!folder.Exists)
        {
            terminal.Error.WriteLine($"{folder} is no folder; give an existing one");
            return ExitCode.Misused;
        }
        var files = ReportFiles.Below(folder.FullName);
        foreach (var problem in files.Problems)
            terminal.Error.WriteLine(problem);
        if (files.Reports.Count == 0)
            terminal.Error.WriteLine($"there is no report below {folder.FullName}: test runs leave one for each class with a failing check, and with {ReportSettings.Variable}=always for every class");
        try
        {
            if (output is not null || (json is null && !summary))
                Write(terminal, output ?? new FileInfo(DefaultPage), Page.Of(files));
            if (json is not null)
                Write(terminal, json, ReportText.Write(files.Reports));
            if (summary)
                Summarise(terminal, Summary.Of(files));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            terminal.Error.WriteLine($"{problem.Message}; give a file that can be written");
            return ExitCode.Misused;
        }
        return files.Problems.Count > 0 ? ExitCode.Left : ExitCode.Done;
    }

    private static void Write(Terminal terminal, FileInfo file, string text)
    {
        file.Directory?.Create();
        File.WriteAllText(file.FullName, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        terminal.Output.WriteLine(file.FullName);
    }

    private static void Summarise(Terminal terminal, string text)
    {
        if (terminal.Variables.GetValueOrDefault(Summary.FileVariable) is { Length: > 0 } file)
            File.AppendAllText(file, text);
        else
            terminal.Output.Write(text);
    }
}
