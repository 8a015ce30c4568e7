using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelTests.Analyzers;

namespace ModelTests.CodeFixes;

/// <summary>Writes call() for forward().</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ForwardInsteadOfCallFix : RuleFix
{
    private protected override string Rule => ForwardInsteadOfCallAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        SimpleNameSyntax? name = node switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } => access.Name,
            InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax binding } => binding.Name,
            _ => null,
        };
        if (name is not null)
            Offer(context, "Use call()", () => root.ReplaceNode(name, SyntaxFactory.IdentifierName("call").WithTriviaFrom(name)));
        return Task.CompletedTask;
    }
}
