using System.Reflection;

namespace ModelTests.Zoo;

/// <summary>All cases and controls: each static property of this program that lists some adds to them.</summary>
internal static class ZooContents
{
    public static IReadOnlyList<ZooCase> Cases { get; } = [.. Listed<ZooCase>().Distinct().OrderBy(zooCase => zooCase.Stage).ThenBy(zooCase => zooCase.Id, StringComparer.Ordinal).ThenBy(zooCase => zooCase.Style)];

    public static IReadOnlyList<ZooControl> Controls { get; } = [.. Listed<ZooControl>().Distinct().OrderBy(control => control.Id, StringComparer.Ordinal)];

    private static IEnumerable<T> Listed<T>() =>
        from type in typeof(ZooContents).Assembly.GetTypes()
        where type != typeof(ZooContents)
        from property in type.GetProperties(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        where property.PropertyType.IsAssignableTo(typeof(IEnumerable<T>))
        from entry in (IEnumerable<T>)property.GetValue(null)!
        select entry;
}
