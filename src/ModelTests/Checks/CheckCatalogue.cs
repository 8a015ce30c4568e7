namespace ModelTests;

/// <summary>All checks that there are: the attribute types of this assembly are the list.</summary>
internal static class CheckCatalogue
{
    public static IReadOnlyList<Type> Types { get; } =
        [.. typeof(CheckCatalogue).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CheckAttribute)) && type.IsPublic && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)];
}
