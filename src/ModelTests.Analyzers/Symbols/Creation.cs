using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>Where a module with something to register, or a parameter, is made, in contrast to one that came from elsewhere.</summary>
internal static class Creation
{
    // They have no parameters, and yet they must follow train() and eval().
    private static readonly HashSet<string> FollowMode = new(StringComparer.Ordinal) { "Dropout", "Dropout1d", "Dropout2d", "Dropout3d", "AlphaDropout", "FeatureAlphaDropout", "RReLU" };

    /// <summary>Whether the operation itself makes a module with something to register, or a parameter: <c>new</c>, or a factory of <c>torch.nn</c>.</summary>
    public static bool Makes(this TorchSharpTypes types, IOperation operation) => operation switch
    {
        IObjectCreationOperation creation => types.IsComponent(creation.Type) && types.HasState(creation.Type!),
        IInvocationOperation { TargetMethod: { IsStatic: true } method } => method.ContainingType.IsSame(types.Module.ContainingType) && types.IsComponent(method.ReturnType) && types.HasState(method.ReturnType),
        _ => false,
    };

    /// <summary>Whether the value is made where it stands, on every or on one of the ways that lead to it.</summary>
    public static bool IsMade(this TorchSharpTypes types, IOperation value) => value.Unwrapped() switch
    {
        IConditionalOperation conditional => types.IsMade(conditional.WhenTrue) || (conditional.WhenFalse is { } other && types.IsMade(other)),
        ICoalesceOperation coalesce => types.IsMade(coalesce.WhenNull),
        ISimpleAssignmentOperation assignment => types.IsMade(assignment.Value),
        var made => types.Makes(made),
    };

    /// <summary>Whether a parameter, or a module whose parameters or mode matter. Activations, poolings and losses have neither.</summary>
    private static bool HasState(this TorchSharpTypes types, ITypeSymbol type) => types.HasState(type, new HashSet<ISymbol>(SymbolEqualityComparer.Default));

    private static bool HasState(this TorchSharpTypes types, ITypeSymbol type, HashSet<ISymbol> seen)
    {
        if (types.Declares(type))
            return FollowMode.Contains(type.Name) || !type.SelfAndBases().Any(ancestor => types.Declares(ancestor) && ancestor.Name is "ParameterLessModule" or "Loss");
        if (!seen.Add(type.OriginalDefinition))
            return false;
        var own = type.SelfAndBases().TakeWhile(ancestor => !types.Declares(ancestor)).ToList();
        return own.Count == 0 || own.Any(ancestor => ancestor.DeclaringSyntaxReferences.Length == 0
            || ancestor.GetMembers().OfType<IFieldSymbol>().Any(field => !field.IsStatic && Holds(field.Type)));

        bool Holds(ITypeSymbol held) => held switch
        {
            IArrayTypeSymbol array => Holds(array.ElementType),
            _ when types.IsComponent(held) => types.HasState(held, seen),
            INamedTypeSymbol { TypeKind: not TypeKind.Delegate } named => named.TypeArguments.Any(Holds),
            _ => false,
        };
    }
}
