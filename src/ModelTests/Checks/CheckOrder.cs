namespace ModelTests;

/// <summary>
/// Which of several failures to read first. A check stands before those that fail because of what it finds: a layer that is not registered
/// cannot be in the optimizer, a NaN breaks whatever is compared afterwards, and a model that cannot learn has a reason further up.
/// </summary>
internal static class CheckOrder
{
    private static readonly string[] MostFundamentalFirst =
    [
        // What the model holds: a layer that is not registered is missing everywhere else.
        "ComponentsRegistered", "Tied",
        // The data, read without the model: nothing that is wrong with the model can fail these.
        "InputShape", "LabelsValid", "LabelsAligned", "ChannelOrder", "InputInRange", "InputStandardized", "TargetNotInInput",
        "SplitsDisjoint", "BatchesReshuffled", "DataIsReproducible", "ValidationIsDeterministic",
        // The loss on outputs made from the targets, without the model.
        "LossIsSane",
        // A number that is not finite makes every comparison below fail.
        "NoNonFinite",
        // What the optimizer holds, before what it does.
        "OptimizerCoversModel",
        // The training step: what it does in a wrong mode or with wrong gradients shows in everything that it learns.
        "TrainAndEvalModes", "GradientsCleared", "InputUntouched",
        // One pass through the model: the cut graph first, because what is behind it shows neither influence nor gradient.
        "GradientsReachEveryParameter", "SamplesIndependent", "InputMatters", "Causal", "IgnoresPadding",
        "OutputShape", "OutputInRange", "OutputIsProbability", "OutputsReachTargets",
        // How well the signal passes: vanishing gradients and dead units also make a model look linear.
        "GradientsWellScaled", "UnitsAlive", "ActivationsBetweenLayers", "BatchSizeInvariant",
        // What moves in training.
        "StaysFrozen", "WeightsUpdate",
        // State and repetition.
        "EvalIsDeterministic", "TrainingIsReproducible", "SameInEveryProcess", "SaveLoadRoundTrip", "ResumesExactly", "PortableStateNames", "NoTensorLeak", "MovesToDevice",
        // Whether it learns: the symptom of nearly everything above.
        "InitialLossAsExpected", "LossDecreases", "OverfitsSingleBatch", "LearnsSyntheticTask", "MatchesBaseline", "SameOutputs",
        // All of them in one.
        "FindsCulprit",
    ];

    public static bool Lists(string check) => Array.IndexOf(MostFundamentalFirst, check) >= 0;

    /// <summary>Smaller is more fundamental; a check that is not listed comes last.</summary>
    public static int Rank(string check)
    {
        var place = Array.IndexOf(MostFundamentalFirst, check);
        return place < 0 ? MostFundamentalFirst.Length : place;
    }
}
