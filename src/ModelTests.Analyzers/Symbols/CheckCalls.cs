using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelTests.Analyzers;

/// <summary>The calls of ModelTests.Check in a compilation, as they are written: a project without an adapter runs its checks with them. Looked for once, and only when a class is in doubt.</summary>
internal sealed class CheckCalls(Compilation compilation)
{
    private readonly Lazy<IReadOnlyList<InvocationExpressionSyntax>> calls = new(() =>
        [.. compilation.SyntaxTrees.SelectMany(tree => tree.GetRoot().DescendantNodes()).OfType<InvocationExpressionSyntax>().Where(IsCheckCall)]);

    /// <summary>Whether the project runs checks itself.</summary>
    public bool Any => calls.Value.Count > 0;

    /// <summary>Whether the checks are run for which the attributes on this class ask: by its own code, by that of a base, or by somebody who names the class.</summary>
    public bool AskFor(INamedTypeSymbol type) => calls.Value.Where(AsksForAttributes).Any(call => First(call) switch
    {
        ThisExpressionSyntax or InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "GetType" } } =>
            type.SelfAndBases().SelectMany(ancestor => ancestor.DeclaringSyntaxReferences).Any(declared => declared.SyntaxTree == call.SyntaxTree && declared.Span.Contains(call.Span)),
        TypeOfExpressionSyntax { Type: var named } => Name(named) == type.Name,
        ObjectCreationExpressionSyntax { Type: var created } => Name(created) == type.Name,
        _ => false,
    });

    private static bool IsCheckCall(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "NamesOf" or "Run" or "RunAll", Expression: var owner } && (owner switch
        {
            IdentifierNameSyntax name => name,
            MemberAccessExpressionSyntax access => access.Name,
            _ => null,
        })?.Identifier.ValueText == "Check";

    /// <summary>All calls but those that bring the attribute of a check along.</summary>
    private static bool AsksForAttributes(InvocationExpressionSyntax call) =>
        call.Expression is MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "Run" } || call.ArgumentList.Arguments.Skip(1).FirstOrDefault()?.Expression is not BaseObjectCreationExpressionSyntax;

    private static ExpressionSyntax? First(InvocationExpressionSyntax call) => call.ArgumentList.Arguments.FirstOrDefault()?.Expression;

    private static string? Name(TypeSyntax type) => (type switch
    {
        QualifiedNameSyntax qualified => qualified.Right,
        SimpleNameSyntax simple => simple,
        _ => null,
    })?.Identifier.ValueText;
}
