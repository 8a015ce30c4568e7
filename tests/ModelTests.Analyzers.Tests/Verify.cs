using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace ModelTests.Analyzers.Tests;

/// <summary>Runs a rule on a source text in which [|brackets|] stand around what it must report, and nothing else.</summary>
internal static class Verify<TAnalyzer>
    where TAnalyzer : DiagnosticAnalyzer, new()
{
    /// <summary>What is marked is reported, and nothing else.</summary>
    public static Task Reports(string source, OutputKind output = OutputKind.DynamicallyLinkedLibrary) => new Run<EmptyCodeFixProvider>(source, null, output).RunAsync();

    /// <summary>Nothing is marked, and nothing is reported.</summary>
    public static Task IsSilent(string source, OutputKind output = OutputKind.DynamicallyLinkedLibrary)
    {
        Assert.DoesNotContain("[|", source, StringComparison.Ordinal);
        return Reports(source, output);
    }

    /// <summary>What is marked is reported, and the fix turns the source into <paramref name="after"/>, on which nothing is reported.</summary>
    public static Task Turns<TFix>(string before, string after, OutputKind output = OutputKind.DynamicallyLinkedLibrary)
        where TFix : CodeFixProvider, new() => new Run<TFix>(before, after, output).RunAsync();

    private sealed class Run<TFix> : CSharpCodeFixTest<TAnalyzer, TFix, DefaultVerifier>
        where TFix : CodeFixProvider, new()
    {
        public Run(string source, string? after, OutputKind output)
        {
            ReferenceAssemblies = SnippetReferences.None;
            // What only the whole compilation tells is not told of one file.
            if (new TAnalyzer().SupportedDiagnostics.Any(rule => rule.CustomTags.Contains(WellKnownDiagnosticTags.CompilationEnd)))
                CodeFixTestBehaviors |= CodeFixTestBehaviors.SkipLocalDiagnosticCheck;
            TestState.OutputKind = FixedState.OutputKind = output;
            foreach (var state in new[] { TestState, FixedState })
                state.AdditionalReferences.AddRange(SnippetReferences.ForSnippets);
            TestState.Sources.Add(source);
            TestState.Sources.Add(("Usings.cs", SnippetReferences.Usings(output)));
            // That generated code is left alone and that a pragma suppresses is tested once for each rule that has a fix.
            if (after is null)
            {
                TestBehaviors |= TestBehaviors.SkipGeneratedCodeCheck | TestBehaviors.SkipSuppressionCheck;
            }
            else
            {
                FixedState.Sources.Add(after);
                FixedState.Sources.Add(("Usings.cs", SnippetReferences.Usings(output)));
            }
        }

        protected override ParseOptions CreateParseOptions() => new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None);

        protected override CompilationOptions CreateCompilationOptions()
        {
            // A rule that is off by default is tested switched on.
            var severities = new TAnalyzer().SupportedDiagnostics.ToImmutableDictionary(rule => rule.Id, rule => ReportDiagnostic.Warn);
            return new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable).WithSpecificDiagnosticOptions(severities);
        }
    }
}
