using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelTests.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ModelTests.CodeFixes;

/// <summary>Assigns the result to the variable that the operation was called on.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class UnusedTensorResultFix : RuleFix
{
    private protected override string Rule => UnusedTensorResultAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax tensor } } operation)
        {
            var assignment = AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, IdentifierName(tensor.Identifier.ValueText).WithTrailingTrivia(Space), operation.WithoutLeadingTrivia().WithLeadingTrivia(Space));
            Offer(context, "Assign the result to the tensor", () => root.ReplaceNode(operation, assignment.WithLeadingTrivia(operation.GetLeadingTrivia())));
        }
        return Task.CompletedTask;
    }
}
