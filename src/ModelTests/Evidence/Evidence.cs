namespace ModelTests;

/// <summary>
/// What was measured on one fixture: each recording is made at most once, when the first check asks for it, and shared by all.
/// Plain values only; no tensor outlives its recording.
/// </summary>
public sealed class Evidence
{
    private readonly IRecipes recipes;
    private readonly Dictionary<double, Recorded<SingleBatchRun>> ladder = [];
    private readonly Recorded<SubjectFacts> facts;
    private readonly Recorded<TrainingSteps> steps;
    private readonly Recorded<LossBounds> lossBounds;
    private readonly Recorded<FreshGradients> freshGradients;
    private readonly Recorded<StressRun> stress;
    private readonly Recorded<Layers> layers;
    private FixtureException? abandoned;

    internal Evidence(IRecipes recipes, int? seed = null)
    {
        this.recipes = recipes;
        Seed = seed ?? recipes.Seed;
        facts = new(() => SubjectFacts.Record(CreateUnproven, Budget));
        steps = new(() => TrainingSteps.Record(Create, Budget));
        lossBounds = new(() => ModelTests.LossBounds.Record(Create, Budget));
        freshGradients = new(() => ModelTests.FreshGradients.Record(Create, Budget));
        layers = new(() => ModelTests.Layers.Record(Create, Budget));
        stress = new(() => StressRun.Record(Create, Budget));
    }

    internal int Seed { get; }

    internal Type FixtureType => recipes.FixtureType;

    internal TimeSpan Limit => recipes.Budget;

    /// <summary>The budget of the check that is running.</summary>
    internal RunBudget Budget { get; set; } = new(TimeSpan.FromMinutes(1));

    /// <summary>What the fixture is, for the line that tells how to reproduce a failure.</summary>
    internal SubjectFacts Facts => facts.Value;

    internal SubjectFacts? FactsIfRecorded => facts.IsRecorded ? facts.Value : null;

    internal TrainingSteps Steps => steps.Value;

    internal LossBounds LossBounds => lossBounds.Value;

    internal FreshGradients FreshGradients => freshGradients.Value;

    internal Layers Layers => layers.Value;

    internal StressRun Stress => stress.Value;

    /// <summary>Training on a single batch with the fixture's own learning rate.</summary>
    internal SingleBatchRun SingleBatch => SingleBatchAt(1);

    /// <summary>Training on a single batch with the fixture's learning rates multiplied.</summary>
    internal SingleBatchRun SingleBatchAt(double rateFactor)
    {
        if (!ladder.TryGetValue(rateFactor, out var run))
            ladder[rateFactor] = run = new(() => SingleBatchRun.Record(Create, LossBounds, rateFactor, Budget));
        return run.Value;
    }

    /// <summary>Whether perturbing a parameter changes what the model returns.</summary>
    internal ParameterUse UseOf(IReadOnlyCollection<string> parameters) => ParameterUse.Record(Create, parameters, Budget);

    /// <summary>Where the first value that is not finite came from; looked for only after one was seen.</summary>
    internal NonFiniteOrigin OriginIn(NonFiniteScene scene) => NonFiniteOrigin.Find(Create, scene, Budget);

    /// <summary>A check that never ended still owns what it was recording: nothing more is recorded on this fixture.</summary>
    internal void Abandon(FixtureException reason) => abandoned = reason;

    /// <summary>A subject whose recipes have been called once and work.</summary>
    private Subject Create()
    {
        _ = Facts;
        return CreateUnproven();
    }

    private Subject CreateUnproven() => abandoned is null ? new Subject(recipes, Seed) : throw abandoned;
}
