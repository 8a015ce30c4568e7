using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using ModelTests.Analyzers;

namespace ModelTests.CodeFixes;

/// <summary>Disposes the scope's tensors at the end of the block.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class DisposeScopeWithoutUsingFix : UsingFix
{
    private protected override string Rule => DisposeScopeWithoutUsingAnalyzer.Id;

    private protected override string Variable => "scope";
}
