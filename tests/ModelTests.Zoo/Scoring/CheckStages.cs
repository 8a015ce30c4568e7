namespace ModelTests.Zoo;

/// <summary>Where each check looks, to score whether the first failure points to the right stage. A check that sees several stages points to all of them.</summary>
internal static class CheckStages
{
    private static readonly Dictionary<string, Stage[]> ByCheck = new()
    {
        ["ComponentsRegistered"] = [Stage.TorchSharp, Stage.Model],
        ["Tied"] = [Stage.Model, Stage.TorchSharp],
        ["GradientsReachEveryParameter"] = [Stage.Model, Stage.TorchSharp],
        ["WeightsUpdate"] = [Stage.Model, Stage.TrainingStep, Stage.TorchSharp],
        ["StaysFrozen"] = [Stage.TrainingStep, Stage.Model],
        ["ActivationsBetweenLayers"] = [Stage.Model],
        ["InputMatters"] = [Stage.Model],
        ["SamplesIndependent"] = [Stage.Model, Stage.Loss],
        ["Causal"] = [Stage.Model, Stage.Data],
        ["IgnoresPadding"] = [Stage.Model, Stage.Loss],
        ["OutputShape"] = [Stage.Model],
        ["OutputInRange"] = [Stage.Model, Stage.Loss],
        ["OutputIsProbability"] = [Stage.Model, Stage.Loss],
        ["OutputsReachTargets"] = [Stage.Model],
        ["BatchSizeInvariant"] = [Stage.Model],
        ["UnitsAlive"] = [Stage.Numerics, Stage.Model],
        ["GradientsWellScaled"] = [Stage.Numerics, Stage.Model],
        ["NoNonFinite"] = [Stage.Numerics, Stage.Loss],
        ["LossIsSane"] = [Stage.Loss, Stage.Numerics],
        ["InitialLossAsExpected"] = [Stage.Loss, Stage.Model],
        ["OptimizerCoversModel"] = [Stage.TrainingStep, Stage.TorchSharp],
        ["GradientsCleared"] = [Stage.TrainingStep],
        ["TrainAndEvalModes"] = [Stage.TrainingStep],
        ["NoTensorLeak"] = [Stage.TorchSharp, Stage.TrainingStep],
        ["InputUntouched"] = [Stage.Model, Stage.Loss, Stage.TrainingStep, Stage.State, Stage.TorchSharp],
        ["EvalIsDeterministic"] = [Stage.State, Stage.Model],
        ["TrainingIsReproducible"] = [Stage.State],
        ["SameInEveryProcess"] = [Stage.State, Stage.Data],
        ["SaveLoadRoundTrip"] = [Stage.State],
        ["ResumesExactly"] = [Stage.State],
        ["PortableStateNames"] = [Stage.State, Stage.TorchSharp],
        ["MovesToDevice"] = [Stage.State, Stage.TorchSharp, Stage.Model],
    };

    private static readonly string[] OfTheData =
    [
        "InputShape", "InputInRange", "InputStandardized", "ChannelOrder", "LabelsValid", "LabelsAligned", "SplitsDisjoint",
        "TargetNotInInput", "BatchesReshuffled", "DataIsReproducible", "ValidationIsDeterministic",
    ];

    /// <summary>They say that something is wrong, at whatever stage, and must name the culprit.</summary>
    private static readonly string[] OfNoStage = ["LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask", "MatchesBaseline", "SameOutputs", "FindsCulprit"];

    /// <summary>Whether somebody has thought about where the check looks.</summary>
    public static bool Lists(string check) => ByCheck.ContainsKey(check) || OfTheData.Contains(check) || OfNoStage.Contains(check);

    /// <summary>No stage for checks that only say that something is wrong, such as OverfitsSingleBatch: they must name the culprit.</summary>
    public static bool PointsTo(string check, Stage stage) =>
        ByCheck.TryGetValue(check, out var stages) ? stages.Contains(stage)
        : Array.IndexOf(OfTheData, check) >= 0 && (stage == Stage.Data || (stage == Stage.State && check is "BatchesReshuffled" or "DataIsReproducible"));
}
