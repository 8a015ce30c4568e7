namespace ModelTests.Zoo;

/// <summary>Declares checks by name, so that a case can ask for a check before there is one.</summary>
internal static class Contract
{
    private static readonly SortedSet<string> Unknown = new(StringComparer.Ordinal);

    /// <summary>The checks that cases asked for and that do not exist.</summary>
    public static IReadOnlyCollection<string> Missing => Unknown;

    /// <summary>The check of that name; none, and a note in <see cref="Missing"/>, when there is no such check.</summary>
    /// <param name="name">The attribute's name without "Attribute".</param>
    /// <param name="arguments">The constructor's first arguments.</param>
    public static IEnumerable<CheckAttribute> Named(string name, params object[] arguments) => Named(name, new Dictionary<string, object>(), arguments);

    /// <summary>As above, with properties that are set afterwards.</summary>
    public static IEnumerable<CheckAttribute> Named(string name, IReadOnlyDictionary<string, object> properties, params object[] arguments)
    {
        var type = CheckCatalogue.Types.FirstOrDefault(type => type.Name == $"{name}Attribute");
        var constructor = type?.GetConstructors().FirstOrDefault(candidate => Takes(candidate.GetParameters(), arguments));
        if (type is null || constructor is null || properties.Keys.Any(property => type.GetProperty(property) is null))
        {
            Unknown.Add($"{name}({string.Join(", ", arguments.Concat(properties.Select(property => $"{property.Key} = {property.Value}")))})");
            return [];
        }
        var all = constructor.GetParameters().Select((parameter, i) => i < arguments.Length ? arguments[i] : parameter.DefaultValue).ToArray();
        var check = (CheckAttribute)constructor.Invoke(all);
        foreach (var (property, value) in properties)
            type.GetProperty(property)!.SetValue(check, value);
        return [check];
    }

    private static bool Takes(System.Reflection.ParameterInfo[] parameters, object[] arguments) =>
        parameters.Length >= arguments.Length
        && parameters.Take(arguments.Length).Zip(arguments).All(pair => pair.First.ParameterType.IsInstanceOfType(pair.Second))
        && parameters.Skip(arguments.Length).All(parameter => parameter.HasDefaultValue);
}
