using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using ModelTests.Analyzers;

namespace ModelTests.CodeFixes;

/// <summary>Makes the fixture public, and no longer abstract.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UndiscoveredFixtureFix : RuleFix
{
    private protected override string Rule => UndiscoveredFixtureAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        if (node is not ClassDeclarationSyntax fixture)
            return Task.CompletedTask;
        if (fixture.Modifiers.Any(SyntaxKind.AbstractKeyword))
            Offer(context, "Make the fixture concrete", () => Changed(context, root, [fixture], (generator, type) => generator.WithModifiers(type, generator.GetModifiers(type).WithIsAbstract(false))));
        else
            Offer(context, "Make the fixture public", () => Changed(context, root, fixture.AncestorsAndSelf().OfType<TypeDeclarationSyntax>(), (generator, type) => generator.WithAccessibility(type, Accessibility.Public)));
        return Task.CompletedTask;
    }

    private static SyntaxNode Changed(CodeFixContext context, SyntaxNode root, IEnumerable<TypeDeclarationSyntax> types, Func<SyntaxGenerator, SyntaxNode, SyntaxNode> change)
    {
        var generator = SyntaxGenerator.GetGenerator(context.Document);
        return root.ReplaceNodes(types, (_, type) => change(generator, type));
    }
}
