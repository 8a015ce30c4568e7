namespace ModelTests.Tool;

/// <summary>Whether the variables of ModelTests are spelled right and have values that mean something.</summary>
internal static class Settings
{
    private const string Subject = "settings";
    private const string Prefix = "MODELTESTS_";

    // The device is read by [MovesToDevice]; each build of libtorch knows other names of devices.
    private static readonly string[] Known = [BaselineMode.Variable, ThreadSetting.Variable, BaselineFolder.Variable, AcceptCommand.DiffVariable, "MODELTESTS_DEVICE"];

    public static IEnumerable<Diagnosis> Examine(IReadOnlyDictionary<string, string> variables)
    {
        var set = variables.Keys.Where(name => name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal).ToList();
        if (set.Count == 0)
            yield return new(State.Ok, Subject, $"no {Prefix}* variable is set");
        foreach (var name in set)
        {
            yield return !Known.Contains(name) ? new(State.Wrong, Subject, $"{name} is no variable of ModelTests", $"remove it or correct its name: {string.Join(", ", Known)}")
                : name == BaselineMode.Variable ? Baselines(variables)
                : name == BaselineFolder.Variable && !Directory.Exists(variables[name]) ? new(State.Wrong, Subject, $"{name} is \"{variables[name]}\", which is no folder", "set it to the folder of the sources or remove it")
                : new(State.Ok, Subject, $"{name}={variables[name]}");
        }
    }

    private static Diagnosis Baselines(IReadOnlyDictionary<string, string> variables)
    {
        try
        {
            var mode = BaselineMode.From(variables.GetValueOrDefault);
            if (mode.Ignored is { } reason)
                return new(State.Wrong, Subject, reason, $"remove {BaselineMode.Variable}, and update on a machine of your own");
            return new(State.Ok, Subject, mode.Updates ? $"{BaselineMode.Variable}=update: every test run overwrites the verified baselines" : $"{BaselineMode.Variable}=check");
        }
        catch (FixtureException problem)
        {
            return new(State.Wrong, Subject, problem.Message, problem.Change);
        }
    }
}
