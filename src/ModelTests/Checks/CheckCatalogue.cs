namespace ModelTests;

/// <summary>All checks that there are: the attribute types of this assembly are the list.</summary>
internal static class CheckCatalogue
{
    public static IReadOnlyList<Type> Types { get; } =
        [.. typeof(CheckCatalogue).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(CheckAttribute)) && type.IsPublic && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>Those of them that need nothing declared: exactly the ones whose constructor takes the source position alone.</summary>
    public static IReadOnlyList<Type> StandardTypes { get; } =
        [.. Types.Where(type => type.GetConstructor([typeof(string), typeof(int)]) is not null && Create(type).IsStandard)];

    public static CheckAttribute Create(Type type, string sourceFile = "", int sourceLine = 0) =>
        (CheckAttribute)Activator.CreateInstance(type, sourceFile, sourceLine)!;
}
