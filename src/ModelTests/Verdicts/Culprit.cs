namespace ModelTests;

/// <summary>Which part of a fixture a failure is blamed on.</summary>
/// <param name="Stage">"data", "model", "loss", "training step" or "state".</param>
/// <param name="Confidence">"sure" or "likely", with the reason.</param>
internal sealed record Culprit(string Stage, string Confidence)
{
    private const string Data = "data", Model = "model", Loss = "loss", Step = "training step", State = "state";

    /// <summary>Where a check looks. Those that see several stages are told apart by exchanging parts.</summary>
    private static readonly Dictionary<string, string> Stages = new()
    {
        ["ComponentsRegistered"] = Model,
        ["Tied"] = Model,
        ["GradientsReachEveryParameter"] = Model,
        ["SamplesIndependent"] = Model,
        ["InputMatters"] = Model,
        ["Causal"] = Model,
        ["IgnoresPadding"] = Model,
        ["OutputShape"] = Model,
        ["OutputInRange"] = Model,
        ["OutputIsProbability"] = Model,
        ["OutputsReachTargets"] = Model,
        ["GradientsWellScaled"] = Model,
        ["UnitsAlive"] = Model,
        ["ActivationsBetweenLayers"] = Model,
        ["BatchSizeInvariant"] = Model,
        ["NoNonFinite"] = Model,
        ["InputUntouched"] = Model,
        ["EvalIsDeterministic"] = Model,
        ["InputShape"] = Data,
        ["LabelsValid"] = Data,
        ["LabelsAligned"] = Data,
        ["ChannelOrder"] = Data,
        ["InputInRange"] = Data,
        ["InputStandardized"] = Data,
        ["TargetNotInInput"] = Data,
        ["SplitsDisjoint"] = Data,
        ["BatchesReshuffled"] = Data,
        ["DataIsReproducible"] = Data,
        ["ValidationIsDeterministic"] = Data,
        ["LossIsSane"] = Loss,
        ["InitialLossAsExpected"] = Loss,
        ["OptimizerCoversModel"] = Step,
        ["TrainAndEvalModes"] = Step,
        ["GradientsCleared"] = Step,
        ["StaysFrozen"] = Step,
        ["WeightsUpdate"] = Step,
        ["NoTensorLeak"] = Step,
        ["TrainingIsReproducible"] = State,
        ["SaveLoadRoundTrip"] = State,
        ["ResumesExactly"] = State,
        ["PortableStateNames"] = State,
        ["MovesToDevice"] = State,
        ["SameInEveryProcess"] = State,
        ["LossDecreases"] = Model,
        ["OverfitsSingleBatch"] = Model,
        ["LearnsSyntheticTask"] = Model,
    };

    /// <summary>Checks whose failure may come from any part.</summary>
    private static readonly string[] Ambiguous =
        ["NoNonFinite", "GradientsReachEveryParameter", "GradientsWellScaled", "UnitsAlive", "WeightsUpdate", "SamplesIndependent", "InitialLossAsExpected", "InputUntouched", "LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask"];

    private static readonly FixturePart[] Parts = [FixturePart.Data, FixturePart.Loss, FixturePart.TrainingStep];

    /// <summary>Whether somebody has thought about where the check looks.</summary>
    public static bool Knows(string check) => Stages.ContainsKey(check);

    public static IReadOnlyList<FixturePart> ToExchange(string check) => Array.IndexOf(Ambiguous, check) >= 0 ? Parts : [];

    public static string Exchanged(FixturePart part) => part switch
    {
        FixturePart.Data => "clear clusters instead of the data",
        FixturePart.Loss => "the task's plain loss instead of its own",
        _ => "Adam and the plain training step",
    };

    public static Culprit Of(string check, Verdict verdict, IReadOnlyList<Exchange> exchanges)
    {
        if (verdict.FixtureIsUnusable)
            return new Culprit("fixture", "sure: it cannot be used as it stands");
        var usual = Stages.GetValueOrDefault(check, Model);
        if (exchanges.Count == 0)
            return new Culprit(usual, $"sure: {check} looks at nothing else");
        return exchanges.Where(exchange => exchange.Cures).Select(exchange => StageOf(exchange.Part)).ToList() switch
        {
            [var only] => new Culprit(only, "likely: exchanging this part alone cures it"),
            [] => new Culprit(Model, "likely: exchanging any other part cures nothing"),
            _ => new Culprit(usual, "likely: exchanging one part or another cures it"),
        };
    }

    private static string StageOf(FixturePart part) => part switch
    {
        FixturePart.Data => Data,
        FixturePart.Loss => Loss,
        _ => Step,
    };
}
