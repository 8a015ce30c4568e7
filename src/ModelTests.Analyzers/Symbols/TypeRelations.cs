using Microsoft.CodeAnalysis;

namespace ModelTests.Analyzers;

/// <summary>How types are related to each other.</summary>
internal static class TypeRelations
{
    public static bool IsSame(this ISymbol? symbol, ISymbol? other) => SymbolEqualityComparer.Default.Equals(symbol, other);

    /// <summary>The type and its bases, nearest first; for a type parameter, those of its constraints.</summary>
    public static IEnumerable<ITypeSymbol> SelfAndBases(this ITypeSymbol? type)
    {
        if (type is ITypeParameterSymbol parameter)
        {
            foreach (var constraint in parameter.ConstraintTypes.SelectMany(constraint => constraint.SelfAndBases()))
                yield return constraint;
            yield break;
        }
        for (var ancestor = type; ancestor is not null; ancestor = ancestor.BaseType)
            yield return ancestor;
    }

    /// <summary>Whether the type is <paramref name="ancestor"/> or derives from it, with whatever type arguments.</summary>
    public static bool DerivesFrom(this ITypeSymbol? type, INamedTypeSymbol? ancestor) =>
        ancestor is not null && type.SelfAndBases().Any(candidate => candidate.OriginalDefinition.IsSame(ancestor.OriginalDefinition));

    /// <summary>The type and the types around it, inmost first.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndContaining(this INamedTypeSymbol? type)
    {
        for (var outer = type; outer is not null; outer = outer.ContainingType)
            yield return outer;
    }

    /// <summary>Every type of the namespace, nested ones included.</summary>
    public static IEnumerable<INamedTypeSymbol> AllTypes(this INamespaceOrTypeSymbol container)
    {
        foreach (var type in container.GetTypeMembers())
        {
            yield return type;
            foreach (var nested in type.AllTypes())
                yield return nested;
        }
        if (container is not INamespaceSymbol space)
            yield break;
        foreach (var type in space.GetNamespaceMembers().SelectMany(inner => inner.AllTypes()))
            yield return type;
    }
}
