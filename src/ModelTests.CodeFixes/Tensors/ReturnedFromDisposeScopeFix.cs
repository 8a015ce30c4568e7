using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelTests.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ModelTests.CodeFixes;

/// <summary>Moves the tensor out of the scope.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class ReturnedFromDisposeScopeFix : RuleFix
{
    private protected override string Rule => ReturnedFromDisposeScopeAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        if ((node as ArgumentSyntax)?.Expression is ExpressionSyntax inTuple)
            node = inTuple;
        if (node is ExpressionSyntax tensor)
        {
            var receiver = tensor is BinaryExpressionSyntax or PrefixUnaryExpressionSyntax ? ParenthesizedExpression(tensor.WithoutTrivia()) : tensor.WithoutTrivia();
            var moved = InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, receiver, IdentifierName("MoveToOuterDisposeScope")));
            Offer(context, "Move the tensor to the outer scope", () => root.ReplaceNode(tensor, moved.WithTriviaFrom(tensor)));
        }
        return Task.CompletedTask;
    }
}
