using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ModelTests.Analyzers;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ModelTests.CodeFixes;

/// <summary>Clears the gradients right before backward(), where the optimizer steps in the same block and there is one backward().</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class GradientsNeverClearedFix : RuleFix
{
    private protected override string Rule => GradientsNeverClearedAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax block } backward)
            return Task.CompletedTask;
        var calls = block.DescendantNodes().OfType<MemberAccessExpressionSyntax>().ToList();
        var steps = calls.Where(call => call.Name.Identifier.ValueText == "step" && call.SpanStart > backward.SpanStart && call.FirstAncestorOrSelf<StatementSyntax>()!.Parent == block).ToList();
        if (steps.Count == 0 || calls.Count(call => call.Name.Identifier.ValueText == "backward") > 1)
            return Task.CompletedTask;
        var clearing = ExpressionStatement(InvocationExpression(MemberAccessExpression(SyntaxKind.SimpleMemberAccessExpression, steps[0].Expression.WithoutTrivia(), IdentifierName("zero_grad"))))
            .WithAdditionalAnnotations(Formatter.Annotation);
        Offer(context, "Call zero_grad() before backward()", () => root.InsertNodesBefore(backward, [clearing]));
        return Task.CompletedTask;
    }
}
