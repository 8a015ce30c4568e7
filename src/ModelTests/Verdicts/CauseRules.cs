namespace ModelTests;

/// <summary>
/// Which failures follow from which: the one place where this is written. A cause stands before its symptoms in <see cref="CheckOrder"/>,
/// so that no two checks can explain each other.
/// </summary>
internal static class CauseRules
{
    private static readonly string[] Learning = ["InitialLossAsExpected", "LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask"];
    private static readonly string[] Quality = ["MatchesBaseline", "SameOutputs", "FindsCulprit"];
    private static readonly string[] Repetition = ["EvalIsDeterministic", "TrainingIsReproducible", "SaveLoadRoundTrip", "ResumesExactly", "MovesToDevice"];
    private static readonly string[] Dependence = ["SamplesIndependent", "InputMatters", "Causal", "IgnoresPadding", "BatchSizeInvariant"];
    private static readonly string[] Outputs = ["OutputShape", "OutputInRange", "OutputIsProbability", "OutputsReachTargets"];
    private static readonly string[] Signal = ["GradientsWellScaled", "UnitsAlive", "ActivationsBetweenLayers"];
    private static readonly string[] Gradients = ["GradientsReachEveryParameter", "WeightsUpdate"];

    public static IReadOnlyList<CauseRule> All { get; } =
    [
        // What is not registered is in no state, no optimizer and no mode.
        new("ComponentsRegistered", Need.Nothing,
            ["Tied", "OptimizerCoversModel", "TrainAndEvalModes", .. Gradients, "StaysFrozen", .. Dependence, .. Repetition, .. Learning, .. Quality]),
        new("ComponentsRegistered", Need.UnusableFixture, ["LossIsSane", "NoNonFinite", "GradientsCleared", "InputUntouched", .. Outputs, .. Signal, "NoTensorLeak", "PortableStateNames"]),
        new("Tied", Need.Nothing, ["OptimizerCoversModel", "SaveLoadRoundTrip", "ResumesExactly", .. Quality]),

        // Wrong data is wrong for everything that is measured on it.
        new("InputShape", Need.Nothing, ["ChannelOrder", "InputInRange", "InputStandardized", .. Outputs, .. Learning, .. Quality]),
        new("LabelsValid", Need.Nothing, ["LossIsSane", "OutputsReachTargets", .. Learning, .. Quality]),
        new("LabelsAligned", Need.Nothing, Quality),
        new("ChannelOrder", Need.Nothing, ["InputStandardized", .. Quality]),
        new("InputInRange", Need.Nothing, ["InputStandardized", .. Signal, .. Learning, .. Quality]),
        new("InputInRange", Need.InTraining, ["NoNonFinite"]),
        new("InputStandardized", Need.Nothing, [.. Signal, .. Learning, .. Quality]),
        new("TargetNotInInput", Need.Nothing, Quality),
        new("SplitsDisjoint", Need.Nothing, Quality),
        new("BatchesReshuffled", Need.Nothing, Quality),
        new("DataIsReproducible", Need.Nothing, ["ValidationIsDeterministic", "TrainingIsReproducible", "ResumesExactly", .. Quality]),
        new("ValidationIsDeterministic", Need.Nothing, ["TrainingIsReproducible", .. Quality]),

        // A loss that prefers wrong outputs misleads all training.
        new("LossIsSane", Need.Nothing, ["GradientsWellScaled", .. Learning, .. Quality]),
        new("LossIsSane", Need.InTraining, ["NoNonFinite"]),
        new("LossIsSane", Need.SamePart, ["NoNonFinite"]),
        new("LossIsSane", Need.NoGradientAnywhere, [.. Gradients, "UnitsAlive"]),

        // NaN is unequal to everything, itself included, and spreads to every parameter in one step.
        new("NoNonFinite", Need.InTraining,
            ["OptimizerCoversModel", "TrainAndEvalModes", "GradientsCleared", "InputUntouched", .. Gradients, .. Dependence, .. Outputs, .. Signal, "StaysFrozen", .. Repetition, .. Learning, .. Quality]),

        // A step that does not do what it should.
        new("OptimizerCoversModel", Need.SamePart, ["WeightsUpdate", "StaysFrozen"]),
        new("OptimizerCoversModel", Need.Nothing, ["LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),
        new("TrainAndEvalModes", Need.Nothing,
            ["SamplesIndependent", "BatchSizeInvariant", "IgnoresPadding", "UnitsAlive", "EvalIsDeterministic", "SaveLoadRoundTrip", "ResumesExactly", "LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),
        new("GradientsCleared", Need.Nothing, ["StaysFrozen", "TrainingIsReproducible", "ResumesExactly", "LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),
        new("InputUntouched", Need.Nothing, [.. Dependence, "EvalIsDeterministic", "TrainingIsReproducible", "ResumesExactly", .. Learning, .. Quality]),

        // What no gradient reaches shows neither influence nor movement.
        new("GradientsReachEveryParameter", Need.SamePart, ["GradientsWellScaled", "UnitsAlive", "WeightsUpdate"]),
        new("GradientsReachEveryParameter", Need.Nothing, ["InputMatters", "OutputsReachTargets", "ActivationsBetweenLayers", "LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),

        // Outputs that follow the wrong input.
        new("SamplesIndependent", Need.Nothing, ["InputMatters", "Causal", "IgnoresPadding", "BatchSizeInvariant", "OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),
        new("InputMatters", Need.Nothing, ["OutputsReachTargets", .. Signal, "LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),
        new("Causal", Need.Nothing, ["IgnoresPadding", .. Quality]),
        new("IgnoresPadding", Need.Nothing, ["BatchSizeInvariant", .. Quality]),

        // Outputs that cannot be what is wanted.
        new("OutputShape", Need.Nothing, ["OutputInRange", "OutputIsProbability", "OutputsReachTargets", .. Learning, .. Quality]),
        new("OutputInRange", Need.Nothing, ["OutputIsProbability", "OutputsReachTargets", .. Learning, .. Quality]),
        new("OutputIsProbability", Need.Nothing, [.. Learning, .. Quality]),
        new("OutputsReachTargets", Need.Nothing, ["LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),

        // A signal that does not pass.
        new("GradientsWellScaled", Need.SamePart, ["UnitsAlive", "WeightsUpdate"]),
        new("GradientsWellScaled", Need.Nothing, ["ActivationsBetweenLayers", .. Learning, .. Quality]),
        new("UnitsAlive", Need.SamePart, ["ActivationsBetweenLayers", "WeightsUpdate"]),
        new("UnitsAlive", Need.Nothing, [.. Learning, .. Quality]),
        new("ActivationsBetweenLayers", Need.Nothing, ["OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),
        new("BatchSizeInvariant", Need.Nothing, Quality),
        new("StaysFrozen", Need.SamePart, ["WeightsUpdate"]),
        new("StaysFrozen", Need.Nothing, ["LearnsSyntheticTask", .. Quality]),
        new("WeightsUpdate", Need.Nothing, ["LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),

        // What differs by itself differs after everything that is done to it.
        new("EvalIsDeterministic", Need.Nothing, ["TrainingIsReproducible", "SaveLoadRoundTrip", "ResumesExactly", .. Quality]),
        new("TrainingIsReproducible", Need.Nothing, ["ResumesExactly", "SameInEveryProcess", .. Quality]),
        new("SameInEveryProcess", Need.Nothing, Quality),
        new("SaveLoadRoundTrip", Need.Nothing, ["ResumesExactly", "PortableStateNames"]),

        // From the plainest form of learning to the most.
        new("InitialLossAsExpected", Need.Nothing, ["OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),
        new("LossDecreases", Need.Nothing, ["OverfitsSingleBatch", "LearnsSyntheticTask", .. Quality]),
        new("OverfitsSingleBatch", Need.Nothing, ["LearnsSyntheticTask", .. Quality]),
        new("LearnsSyntheticTask", Need.Nothing, Quality),
    ];

    /// <summary>Whether some rule could make the one explain the other.</summary>
    public static bool MayExplain(string cause, string symptom) => Between(cause, symptom).Any();

    /// <summary>The rules by which the one explains the other.</summary>
    public static IEnumerable<CauseRule> Between(string cause, string symptom) => All.Where(rule => rule.Cause == cause && rule.Explains.Contains(symptom));
}
