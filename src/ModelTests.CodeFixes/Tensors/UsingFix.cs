using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using static Microsoft.CodeAnalysis.CSharp.SyntaxFactory;

namespace ModelTests.CodeFixes;

/// <summary>Ends what a call opened at the end of the block.</summary>
public abstract class UsingFix : RuleFix
{
    /// <summary>What the variable is called that holds it.</summary>
    private protected abstract string Variable { get; }

    private protected sealed override Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        var statement = node.FirstAncestorOrSelf<StatementSyntax>();
        var replacement = statement switch
        {
            ExpressionStatementSyntax { Parent: BlockSyntax or GlobalStatementSyntax } => Declaration((ExpressionSyntax)node, NewName(statement)),
            LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } declaration => declaration.WithoutLeadingTrivia().WithUsingKeyword(Token(SyntaxKind.UsingKeyword).WithTrailingTrivia(Space)),
            _ => null,
        };
        if (replacement is not null)
            Offer(context, "Use 'using'", () => root.ReplaceNode(statement!, replacement.WithTriviaFrom(statement!)));
        return Task.CompletedTask;
    }

    private static LocalDeclarationStatementSyntax Declaration(ExpressionSyntax opening, string name) =>
        (LocalDeclarationStatementSyntax)ParseStatement($"using var {name} = {opening.WithoutTrivia()};");

    private string NewName(StatementSyntax statement)
    {
        var taken = new HashSet<string>((statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? (SyntaxNode)statement).DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken)).Select(token => token.ValueText), StringComparer.Ordinal);
        var name = Variable;
        for (var i = 2; taken.Contains(name); i++)
            name = Variable + i;
        return name;
    }
}
