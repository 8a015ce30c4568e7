using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelTests.Analyzers;

namespace ModelTests.CodeFixes;

/// <summary>Makes the optimizer right after the move, where nothing between uses it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class OptimizerBeforeMoveFix : RuleFix
{
    private protected override string Rule => OptimizerBeforeMoveAnalyzer.Id;

    private protected override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        var making = root.FindNode(context.Diagnostics[0].AdditionalLocations[0].SourceSpan).FirstAncestorOrSelf<StatementSyntax>();
        if (making is not { Parent: BlockSyntax block } || node.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } move || move.Parent != block || Name(making) is not { } optimizer)
            return Task.CompletedTask;
        var (from, to) = (block.Statements.IndexOf(making), block.Statements.IndexOf(move));
        var between = block.Statements.Skip(from + 1).Take(to - from);
        if (between.Any(statement => statement.DescendantNodes().OfType<IdentifierNameSyntax>().Any(name => name.Identifier.ValueText == optimizer)))
            return Task.CompletedTask;
        Offer(context, "Make the optimizer after the move", () => root.ReplaceNode(block, block.WithStatements(block.Statements.RemoveAt(from).Insert(to, making))));
        return Task.CompletedTask;
    }

    private static string? Name(StatementSyntax making) => making switch
    {
        LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => variables[0].Identifier.ValueText,
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax name } } => name.Identifier.ValueText,
        _ => null,
    };
}
