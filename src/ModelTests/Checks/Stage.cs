namespace ModelTests;

/// <summary>The part of a fixture that a failure is blamed on.</summary>
internal enum Stage
{
    Data,

    Model,

    Loss,

    TrainingStep,

    /// <summary>What is saved, loaded, moved or repeated.</summary>
    State,
}
