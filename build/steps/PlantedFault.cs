/// <summary>A layer of the template's model that forward() no longer uses: it trains as before, one layer poorer, and nothing complains.</summary>
internal static class PlantedFault
{
    /// <summary>The layer.</summary>
    public const string Layer = "conv2";

    /// <summary>The check that tells.</summary>
    public const string Check = "WeightsUpdate";

    /// <summary>The line as it should be, and as it is planted.</summary>
    public const string Healthy = "norm2.call(conv2.call(x))";
    public const string Broken = "norm2.call(x)";

    public static void Plant(string repository) => Replace(repository, Healthy, Broken);

    public static void Remove(string repository) => Replace(repository, Broken, Healthy);

    public static bool IsNamedBy(TestRun run) =>
        run.Checks.Any(check => check is { Name: Check, Outcome: "fails" } && check.Text.Contains($"{Layer}.weight", StringComparison.Ordinal));

    private static void Replace(string repository, string old, string @new)
    {
        var source = Directory.GetFiles(repository, "ImageClassifier.cs", SearchOption.AllDirectories).Single();
        var text = File.ReadAllText(source);
        if (text.Split(old).Length != 2)
            throw new StepFailed($"{source} should hold '{old}' once, and does not: the template's model has changed; adapt {nameof(PlantedFault)}.cs");
        File.WriteAllText(source, text.Replace(old, @new, StringComparison.Ordinal));
    }
}
