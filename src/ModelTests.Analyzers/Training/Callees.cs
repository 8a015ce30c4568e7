using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>What code may do by way of the methods that it calls.</summary>
internal static class Callees
{
    /// <summary>
    /// Whether the operations, or what they call, may run one of TorchSharp's methods of that name. A method in source may if its class or a base names it;
    /// what nobody can look into may, unless it is the framework's, TorchSharp's or a recipe of ModelTests.
    /// </summary>
    public static bool MayRun(this IEnumerable<IOperation> operations, string name, TorchSharpTypes types, CancellationToken cancellation) =>
        operations.OfType<IInvocationOperation>().Any(invocation => MayRun(invocation.TargetMethod, name, types, cancellation));

    private static bool MayRun(IMethodSymbol method, string name, TorchSharpTypes types, CancellationToken cancellation)
    {
        if (types.Declares(method))
            return method.Name == name;
        // Losses and models as functions give tensors; any other function may do anything.
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return !types.IsTensor(method.ReturnType);
        if (method.ContainingNamespace.IsOneOf("System", "Microsoft"))
            return false;
        if (method.ContainingNamespace.IsOneOf("ModelTests") && method.DeclaringSyntaxReferences.Length == 0)
            return method.Name is "TrainStep";
        return method.IsAbstract || method.DeclaringSyntaxReferences.Length == 0
            || method.ContainingType.SelfAndBases().Any(type => type.Mentions(mentioned => mentioned == name, cancellation));
    }

    private static bool IsOneOf(this INamespaceSymbol? space, params string[] roots)
    {
        while (space is { IsGlobalNamespace: false, ContainingNamespace.IsGlobalNamespace: false })
            space = space.ContainingNamespace;
        return space is not null && roots.Contains(space.Name);
    }
}
