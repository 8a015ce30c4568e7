using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelTests.Analyzers.Tests;

public class ZooTests
{
    /// <summary>The planted faults that a rule sees before anything runs.</summary>
    private static readonly string[] Seen =
    [
        "LS03b MT0008",
        "LS04 MT0008",
        "MS03 MT0013",
        "TL01 MT0014",
        "TL02 MT0015",
        "TL14 MT0015",
        "TS01 MT0005",
        "TS03 MT0004",
        "TS04 MT0004",
        "TS06 MT0006",
        "TS07 MT0006",
        "TS09 MT0010",
        "TS15 MT0009",
    ];

    [Fact]
    public async Task Nothing_is_reported_on_healthy_parents_and_controls()
    {
        var findings = await ZooSources.FindingsAsync();
        Assert.Empty(findings.Where(finding => !IsInCase(finding) || !CasesOf(finding).Any()));
    }

    [Fact]
    public async Task Faults_that_are_seen_before_anything_runs()
    {
        var findings = await ZooSources.FindingsAsync();
        var seen = findings.Where(IsInCase)
            .SelectMany(finding => CasesOf(finding).Select(id => $"{id} {finding.Id}")).Distinct().Order(StringComparer.Ordinal).ToList();
        Assert.True(Seen.SequenceEqual(seen), "seen are: " + string.Join(", ", seen));
    }

    [Fact]
    public void The_overview_says_how_many_faults_are_seen()
    {
        var seen = Seen.Select(fault => fault.Split(' ')[0]).Distinct().Count();
        var planted = ZooSources.Cases.Select(entry => entry.Id).Distinct().Count();
        var overview = File.ReadAllText(Path.Combine(RepositoryFolder.Path, "docs", "analyzers.md"));
        Assert.Contains($"see {seen} of its {planted} planted faults", overview, StringComparison.Ordinal);
    }

    private static bool IsInCase(Diagnostic finding) => finding.Location.SourceTree is { } tree && ZooSources.IsCase(tree);

    /// <summary>The faults that the finding stands in: in their list's entry itself, or in the class of their mutant. None when only a parent has it.</summary>
    private static IEnumerable<string> CasesOf(Diagnostic finding)
    {
        var node = finding.Location.SourceTree!.GetRoot().FindNode(finding.Location.SourceSpan);
        var types = node.AncestorsAndSelf().OfType<ClassDeclarationSyntax>().Select(type => type.Identifier.ValueText).ToList();
        return ZooSources.Cases.Where(entry => entry.Call.SyntaxTree == node.SyntaxTree && (entry.Call.Span.Contains(node.Span) || Mutant(entry.Call).Any(types.Contains))).Select(entry => entry.Id);
    }

    /// <summary>The names in the expression that makes the mutant; the parent's comes before it.</summary>
    private static IEnumerable<string> Mutant(InvocationExpressionSyntax call) =>
        call.ArgumentList.Arguments.Count < 4 ? [] : call.ArgumentList.Arguments[3].DescendantNodes().OfType<IdentifierNameSyntax>().Select(name => name.Identifier.ValueText);
}
