using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using ModelTests.Analyzers;

namespace ModelTests.CodeFixes;

/// <summary>Switches gradients on again at the end of the block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class NoGradWithoutUsingFix : UsingFix
{
    private protected override string Rule => NoGradWithoutUsingAnalyzer.Id;

    private protected override string Variable => "noGrad";
}
