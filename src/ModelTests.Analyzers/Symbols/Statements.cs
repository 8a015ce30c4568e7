using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelTests.Analyzers;

/// <summary>The statements around a node.</summary>
internal static class Statements
{
    /// <summary>The location of the statement that the node is in, or the node's own.</summary>
    public static Location StatementLocation(this SyntaxNode node) => (node.FirstAncestorOrSelf<StatementSyntax>() ?? node).GetLocation();
}
