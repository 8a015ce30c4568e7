using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelTests.Analyzers;

namespace ModelTests.CodeFixes;

/// <summary>Derives the class from ModelFixture where it derives from the recipes only; which model another class is about, nobody but its author knows.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class CheckWithoutFixtureFix : RuleFix
{
    private protected override string Rule => CheckWithoutFixtureAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        var recipes = (node as ClassDeclarationSyntax)?.BaseList?.Types.Select(type => type.Type).OfType<GenericNameSyntax>()
            .FirstOrDefault(name => name.Identifier.ValueText == "ModelRecipes");
        if (recipes is not null)
            Offer(context, "Derive from ModelFixture", () => root.ReplaceToken(recipes.Identifier, SyntaxFactory.Identifier("ModelFixture").WithTriviaFrom(recipes.Identifier)));
        return Task.CompletedTask;
    }
}
