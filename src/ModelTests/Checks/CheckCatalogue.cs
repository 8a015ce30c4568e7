namespace ModelTests;

/// <summary>All checks that there are: the attribute types of this assembly are the list.</summary>
internal static class CheckCatalogue
{
    public static IReadOnlyList<Type> Types { get; } =
        [.. typeof(CheckCatalogue).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CheckAttribute)) && type.IsPublic && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>The types that take no argument of their own; a contract has arguments that only the user knows.</summary>
    public static IEnumerable<Type> WithoutArguments => Types.Where(type => type.GetConstructor([typeof(string), typeof(int)]) is not null);
}
