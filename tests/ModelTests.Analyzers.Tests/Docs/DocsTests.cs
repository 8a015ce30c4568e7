using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public partial class DocsTests
{
    public static TheoryData<string> Rules { get; } = [.. Analyzers().Select(analyzer => analyzer.SupportedDiagnostics.Single().Id)];

    [Theory]
    [MemberData(nameof(Rules))]
    public async Task The_page_of_a_rule_shows_code_that_it_reports_and_the_same_put_right(string rule)
    {
        var analyzer = Analyzers().Single(analyzer => analyzer.SupportedDiagnostics.Single().Id == rule);
        var page = await File.ReadAllTextAsync(Path.Combine(DocsFolder(), "analyzers", rule + ".md"));
        foreach (var section in new[] { $"# {rule}: ", "## Why it fails in silence", "## Example", "## What it does not report", "## How to " })
            Assert.Contains(section, page, StringComparison.Ordinal);
        var examples = Example().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(2, examples.Count);
        Assert.Contains(await FindingsAsync(analyzer, examples[0]), finding => finding.Id == rule);
        Assert.Empty(await FindingsAsync(analyzer, examples[1]));
    }

    [Fact]
    public async Task The_overview_lists_every_rule_with_its_title_severity_and_fix()
    {
        var fixable = typeof(RuleFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(CodeFixProvider)) && !type.IsAbstract)
            .SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds).ToHashSet();
        var rows = from analyzer in Analyzers()
                   let rule = analyzer.SupportedDiagnostics.Single()
                   orderby rule.Id
                   let severity = rule.IsEnabledByDefault ? rule.DefaultSeverity.ToString().ToLowerInvariant() : "off"
                   select $"| [{rule.Id}](analyzers/{rule.Id}.md) | {rule.Title} | {severity} | {(fixable.Contains(rule.Id) ? "yes" : "no")} |";
        var overview = (await File.ReadAllTextAsync(Path.Combine(DocsFolder(), "analyzers.md"))).ReplaceLineEndings("\n");
        Assert.Contains("|---|---|---|---|\n" + string.Join('\n', rows) + "\n\n", overview, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_rule_links_to_its_page() =>
        Assert.All(Analyzers().Select(analyzer => analyzer.SupportedDiagnostics.Single()), rule => Assert.Equal($"docs/analyzers/{rule.Id}.md", rule.HelpLinkUri));

    private static async Task<IReadOnlyList<Diagnostic>> FindingsAsync(DiagnosticAnalyzer analyzer, string source)
    {
        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create("Example",
            [CSharpSyntaxTree.ParseText(source, options), CSharpSyntaxTree.ParseText(SnippetReferences.Usings(OutputKind.DynamicallyLinkedLibrary), options)],
            SnippetReferences.ForSnippets,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable,
                specificDiagnosticOptions: [new(analyzer.SupportedDiagnostics.Single().Id, ReportDiagnostic.Warn)]));
        Assert.Empty(compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        return await compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync();
    }

    private static IEnumerable<DiagnosticAnalyzer> Analyzers() =>
        typeof(TorchSharpAnalyzer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);

    private static string DocsFolder() => Path.Combine(RepositoryFolder.Path, "docs");

    [GeneratedRegex("```csharp\r?\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
