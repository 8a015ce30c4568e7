namespace ModelTests.Benchmarks;

/// <summary>What to run.</summary>
/// <param name="Only">Names of measures; all when empty.</param>
/// <param name="Quick">Fewer repetitions, to see that everything runs.</param>
internal sealed record Options(IReadOnlyList<string> Only, bool Quick)
{
    private const string Usage = """
        --only training,steps  these measures only, and nothing is written
        --quick                fewer repetitions, and nothing is written
        """;

    /// <summary>Whether the results are written to files.</summary>
    public bool Write => Only.Count == 0 && !Quick;

    /// <exception cref="StepFailed">An argument is unknown or has no legal value.</exception>
    public static Options Parse(IReadOnlyList<string> arguments, IReadOnlyList<string> measures)
    {
        var (only, quick) = (new List<string>(), false);
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i] == "--quick")
                quick = true;
            else if (arguments[i] == "--only" && i + 1 < arguments.Count)
                only.AddRange(arguments[++i].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
            else
                throw new StepFailed($"'{arguments[i]}' is no argument of the benchmarks or has no value; there are\n{Usage}");
        }
        return only.Find(name => !measures.Contains(name)) is { } unknown
            ? throw new StepFailed($"'{unknown}' is no measure; there are {string.Join(", ", measures)}")
            : new Options(only, quick);
    }

    public bool Includes(Measure measure) => Only.Count == 0 || Only.Contains(measure.Name);

    /// <summary>How often to repeat what is repeated that often in a run that is written.</summary>
    public int Repetitions(int full) => Quick ? Math.Min(full, 3) : full;
}
