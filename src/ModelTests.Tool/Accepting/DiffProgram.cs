using System.ComponentModel;
using System.Text.RegularExpressions;

namespace ModelTests.Tool;

/// <summary>Opens the program that a person chose to look at two files.</summary>
internal static partial class DiffProgram
{
    public static void Open(Terminal terminal, string command, BaselineFile file)
    {
        var empty = File.Exists(file.Verified) ? null : Path.GetTempFileName();
        try
        {
            var (program, arguments) = Split(command, empty ?? file.Verified, file.Received);
            terminal.Start(program, arguments);
        }
        catch (Win32Exception problem)
        {
            terminal.Error.WriteLine($"  {command} cannot be started: {problem.Message}; correct --diff or {AcceptCommand.DiffVariable}");
        }
        finally
        {
            if (empty is not null)
                File.Delete(empty);
        }
    }

    /// <summary>Words are parted by spaces unless they stand in double quotes; without placeholders the two files come last.</summary>
    internal static (string Program, IReadOnlyList<string> Arguments) Split(string command, string verified, string received)
    {
        var words = Word().Matches(command).Select(word => word.Value.Replace("\"", "", StringComparison.Ordinal)).ToList();
        if (!command.Contains("{verified}", StringComparison.Ordinal) && !command.Contains("{received}", StringComparison.Ordinal))
            words.AddRange(["{verified}", "{received}"]);
        return (words[0], [.. words.Skip(1).Select(word => word.Replace("{verified}", verified, StringComparison.Ordinal).Replace("{received}", received, StringComparison.Ordinal))]);
    }

    [GeneratedRegex("""(?:[^\s"]|"[^"]*")+""")]
    private static partial Regex Word();
}
