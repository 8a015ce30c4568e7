using System.Reflection;

namespace ModelTests.Zoo;

/// <summary>
/// Tells whether two fixtures are the same: in their type, in everything that their fields hold, and in the seed. Recipes have no state,
/// so that models and data of equal fixtures are equal, too.
/// </summary>
internal sealed class FixtureKey(IRecipes fixture, int seed) : IEquatable<FixtureKey>
{
    private readonly Type type = fixture.GetType();
    private readonly object?[] values = [.. Fields(fixture.GetType()).Select(field => field.GetValue(fixture))];
    private readonly int seed = seed;

    public bool Equals(FixtureKey? other) => other is not null && type == other.type && seed == other.seed && values.SequenceEqual(other.values);

    public override bool Equals(object? obj) => Equals(obj as FixtureKey);

    public override int GetHashCode() => HashCode.Combine(type, seed);

    private static IEnumerable<FieldInfo> Fields(Type? type) => type is null ? []
        : type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly).Concat(Fields(type.BaseType));
}
