using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;
using ModelTests.Analyzers;

namespace ModelTests.CodeFixes;

/// <summary>Puts [StandardChecks] on the class.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class FixtureWithoutChecksFix : RuleFix
{
    private protected override string Rule => FixtureWithoutChecksAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        if (node is ClassDeclarationSyntax fixture)
        {
            Offer(context, "Add [StandardChecks]", () =>
            {
                var generator = SyntaxGenerator.GetGenerator(context.Document);
                var attribute = generator.Attribute("ModelTests.StandardChecks").WithAdditionalAnnotations(Simplifier.Annotation);
                return root.ReplaceNode(fixture, generator.AddAttributes(fixture, attribute));
            });
        }
        return Task.CompletedTask;
    }
}
