namespace ModelTests;

/// <summary>
/// What was measured on one fixture: each recording is made at most once, when the first check asks for it, and shared by all.
/// Plain values only; no tensor outlives its recording. Each file of this folder adds its own recording.
/// </summary>
public sealed partial class Evidence
{
    private readonly Dictionary<Type, object> recordings = [];
    private FixtureException? abandoned;

    internal Evidence(IRecipes recipes, int? seed = null)
    {
        Recipes = recipes;
        Seed = seed ?? recipes.Seed;
    }

    /// <summary>The fixture that what is not recorded yet will be recorded with.</summary>
    internal IRecipes Recipes { get; set; }

    internal int Seed { get; }

    /// <summary>What was judged on this evidence.</summary>
    internal Dictionary<PlannedCheck, Verdict> Verdicts { get; } = new(ReferenceEqualityComparer.Instance);

    internal TimeSpan Limit => Recipes.Budget;

    /// <summary>The budget of the check that is running.</summary>
    internal RunBudget Budget { get; set; } = new(TimeSpan.FromMinutes(1));

    /// <summary>Writes a line to the output of the test that is running, from any thread; null where nobody listens.</summary>
    internal Action<string>? Say { get; set; }

    /// <summary>Whether somebody was told where the report is.</summary>
    internal bool ReportIsNamed { get; set; }

    /// <summary>A check that never ended still owns what it was recording: nothing more is recorded on this fixture.</summary>
    internal void Abandon(FixtureException reason) => abandoned = reason;

    /// <summary>Takes a recording that was made elsewhere, together with others.</summary>
    internal Evidence With<T>(T recording)
        where T : class
    {
        recordings[typeof(T)] = new Recorded<T>(() => recording);
        return this;
    }

    /// <summary>The recording of that type, made now if it has not been made yet.</summary>
    private T Recording<T>(Func<Func<Subject>, RunBudget, T> record)
        where T : class =>
        Recorded<T>(() => record(Create, Budget)).Value;

    private Recorded<T> Recorded<T>(Func<T> record)
        where T : class
    {
        if (!recordings.TryGetValue(typeof(T), out var recorded))
            recordings[typeof(T)] = recorded = new Recorded<T>(record);
        return (Recorded<T>)recorded;
    }

    /// <summary>A subject whose recipes have been called once and work.</summary>
    private Subject Create()
    {
        _ = Facts;
        return CreateUnproven();
    }

    /// <summary>As <see cref="Create"/>, with other initial weights and other data.</summary>
    private Subject CreateAt(int seedOffset)
    {
        _ = Facts;
        return abandoned is null ? new Subject(Recipes, Seed + seedOffset) : throw abandoned;
    }

    private Subject CreateUnproven() => abandoned is null ? new Subject(Recipes, Seed) : throw abandoned;
}
