using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>Whether what a call returns, and what only Dispose() ends, is never ended.</summary>
internal static class LeftOpen
{
    /// <summary>Whether the result is thrown away, or kept in a variable that nobody reads. What is stored, passed on or returned is somebody else's to end.</summary>
    public static bool IsLeftOpen(this IInvocationOperation invocation) => invocation.User() switch
    {
        IExpressionStatementOperation => true,
        ISimpleAssignmentOperation assignment => assignment.Target is IDiscardOperation,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator } initializer =>
            !initializer.Ancestors().Any(ancestor => ancestor is IUsingDeclarationOperation)
            && !(initializer.Ancestors().OfType<IVariableDeclarationGroupOperation>().FirstOrDefault()?.Parent is IUsingOperation)
            && !invocation.Root().Descendants().OfType<ILocalReferenceOperation>().Any(reference => reference.Local.IsSame(declarator.Symbol)),
        _ => false,
    };
}
