namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the fixture's own data pipeline delivers; read before the recipes are proven, because data of a wrong format breaks them.</summary>
    internal PipelineReading Pipeline => Recorded(() => PipelineReading.Record(CreateUnproven, Budget)).Value;

    /// <summary>The first epoch of data created after another seed; read apart, because few ask for it.</summary>
    internal EpochReading PipelineAfterOtherSeed => Recorded(() => PipelineReading.AfterOtherSeed(CreateUnproven, Budget)).Value;
}

/// <summary>What the fixture's own data pipeline delivers, read once and shared by all checks of data.</summary>
internal sealed record PipelineReading
{
    /// <summary>The first epoch of training data; one batch at least.</summary>
    public required EpochReading Training { get; init; }

    /// <summary>The same data object, read again: the second epoch.</summary>
    public required EpochReading SecondEpoch { get; init; }

    /// <summary>The first epoch of data created anew after the same seed.</summary>
    public required EpochReading Repeated { get; init; }

    /// <summary>The validation data; no batches where there is none.</summary>
    public required EpochReading Validation { get; init; }

    /// <summary>The validation data, read again.</summary>
    public required EpochReading ValidationAgain { get; init; }

    /// <summary>The validation data of data created anew after the same seed.</summary>
    public required EpochReading ValidationRepeated { get; init; }

    public required LearningTask? Task { get; init; }

    public static PipelineReading Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var subject = create();
        var data = subject.CreateData();
        var training = Training(data);
        if (training.Batches == 0)
            throw TrainingData.Empty();
        var secondEpoch = Training(data);
        var (validation, validationAgain) = (Validation(data), Validation(data));
        var again = subject.CreateData();
        var (repeated, validationRepeated) = (Training(again), Validation(again));
        return new PipelineReading
        {
            Training = training,
            SecondEpoch = secondEpoch,
            Repeated = repeated,
            Validation = validation,
            ValidationAgain = validationAgain,
            ValidationRepeated = validationRepeated,
            Task = data.Task,
        };

        EpochReading Training(ModelData of) => TrainingOf(of, budget);

        EpochReading Validation(ModelData of) => EpochReading.Of("validation batch", "ValidationBatches", of.ValidationBatches, budget);
    }

    public static EpochReading AfterOtherSeed(Func<Subject> create, RunBudget budget)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var subject = create();
        return TrainingOf(subject.CreateData(seedOffset: 1), budget);
    }

    private static EpochReading TrainingOf(ModelData data, RunBudget budget) => EpochReading.Of("training batch", "TrainingBatches", data.TrainingBatches, budget);
}
