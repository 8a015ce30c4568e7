using System.Text.RegularExpressions;

namespace ModelTests.Templates.Tests.Packages;

/// <summary>What README.md shows first: a file to paste, a line of it to break, and the failure that follows.</summary>
internal static partial class ReadmeSample
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md")).ReplaceLineEndings("\n");

    /// <summary>The file that compiles as it stands.</summary>
    public static string Source { get; } = CodeBlock().Match(Readme).Groups["code"].Value;

    /// <summary>The file with its line broken.</summary>
    public static string BrokenSource { get; } = Break();

    /// <summary>What the broken file's test prints.</summary>
    public static string Failure { get; } = TextBlock().Match(Readme).Groups["text"].Value;

    /// <summary>Both blocks with the sentence between them, as they stand in each page that shows them.</summary>
    public static string Whole { get; } = Shown().Match(Readme).Value;

    private static string Break()
    {
        var change = Change().Match(Readme);
        var parts = Source.Split(change.Groups["healthy"].Value);
        return parts.Length == 2
            ? string.Join(change.Groups["broken"].Value, parts)
            : throw new InvalidOperationException($"README.md says to replace '{change.Groups["healthy"].Value}', which its class should hold once and holds {parts.Length - 1} times");
    }

    [GeneratedRegex(@"```csharp\n(?<code>.*?)```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"```text\n(?<text>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex TextBlock();

    [GeneratedRegex(@"`(?<broken>[^`\n]+)` in place of `(?<healthy>[^`\n]+)`")]
    private static partial Regex Change();

    [GeneratedRegex(@"```csharp\n.*?```text\n.*?```", RegexOptions.Singleline)]
    private static partial Regex Shown();
}
