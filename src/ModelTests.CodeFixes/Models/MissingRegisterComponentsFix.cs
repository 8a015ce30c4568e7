using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ModelTests.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ModelTests.CodeFixes;

/// <summary>Ends every constructor that does not lead to another of the class with RegisterComponents().</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class MissingRegisterComponentsFix : RuleFix
{
    private protected override string Rule => MissingRegisterComponentsAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        // A primary constructor has no body to put the call into.
        if (node is not ClassDeclarationSyntax { ParameterList: null } module)
            return Task.CompletedTask;
        var constructors = module.Members.OfType<ConstructorDeclarationSyntax>()
            .Where(constructor => !constructor.Modifiers.Any(SyntaxKind.StaticKeyword) && constructor.Initializer?.ThisOrBaseKeyword.IsKind(SyntaxKind.ThisKeyword) != true)
            .ToList();
        if (constructors.Count > 0)
            Offer(context, "Call RegisterComponents() in the constructor", () => root.ReplaceNodes(constructors, (constructor, _) => Registering(constructor)));
        return Task.CompletedTask;
    }

    private static ConstructorDeclarationSyntax Registering(ConstructorDeclarationSyntax constructor)
    {
        var register = ExpressionStatement(InvocationExpression(IdentifierName("RegisterComponents")));
        var body = constructor.ExpressionBody is { } arrow ? Block(ExpressionStatement(arrow.Expression)) : constructor.Body ?? Block();
        return constructor
            .WithExpressionBody(null)
            .WithSemicolonToken(default)
            .WithBody(body.AddStatements(register))
            .WithTrailingTrivia(constructor.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
    }
}
