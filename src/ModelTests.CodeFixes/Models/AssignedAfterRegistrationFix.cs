using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelTests.Analyzers;

namespace ModelTests.CodeFixes;

/// <summary>Moves RegisterComponents() behind the assignment, where both are statements of one constructor.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AssignedAfterRegistrationFix : RuleFix
{
    private protected override string Rule => AssignedAfterRegistrationAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        if (node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is { Parent: BlockSyntax block } assignment
            && block.Statements.FirstOrDefault(IsRegistration) is { } registration && registration.SpanStart < assignment.SpanStart)
        {
            Offer(context, "Call RegisterComponents() after the assignment", () =>
            {
                var without = block.Statements.Remove(registration);
                return root.ReplaceNode(block, block.WithStatements(without.Insert(block.Statements.IndexOf(assignment), registration.WithTriviaFrom(assignment))));
            });
        }
        return Task.CompletedTask;
    }

    private static bool IsRegistration(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { ArgumentList.Arguments.Count: 0, Expression: var called } }
        && called.GetLastToken().ValueText == "RegisterComponents";
}
