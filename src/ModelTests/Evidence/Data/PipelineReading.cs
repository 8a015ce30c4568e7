namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the fixture's own data pipeline delivers; read before the recipes are proven, because data of a wrong format breaks them.</summary>
    internal PipelineReading Pipeline => Recorded(() => PipelineReading.Record(CreateUnproven, Budget)).Value;

    /// <summary>The first epoch of data created after another seed; read apart, because few ask for it.</summary>
    internal EpochSamples PipelineAfterOtherSeed => Recorded(() => PipelineReading.AfterOtherSeed(CreateUnproven, Budget)).Value;
}

/// <summary>What the fixture's own data pipeline delivers, read once and shared by all checks of data.</summary>
internal sealed record PipelineReading
{
    private const string TrainingNoun = "training batch";
    private const string TrainingRecipe = nameof(ModelData.TrainingBatches);
    private const string ValidationNoun = "validation batch";
    private const string ValidationRecipe = nameof(ModelData.ValidationBatches);

    /// <summary>The first epoch of training data; one batch at least.</summary>
    public required EpochReading Training { get; init; }

    /// <summary>The same data object, read again: the second epoch.</summary>
    public required EpochSamples SecondEpoch { get; init; }

    /// <summary>The first epoch of data created anew after the same seed.</summary>
    public required EpochSamples Repeated { get; init; }

    /// <summary>The validation data; no batches where there is none.</summary>
    public required EpochReading Validation { get; init; }

    /// <summary>The validation data, read again.</summary>
    public required EpochSamples ValidationAgain { get; init; }

    /// <summary>The validation data of data created anew after the same seed.</summary>
    public required EpochSamples ValidationRepeated { get; init; }

    public required LearningTask? Task { get; init; }

    public static PipelineReading Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var subject = create();
        var data = subject.CreateData();
        var training = EpochReading.Of(TrainingNoun, TrainingRecipe, data.TrainingBatches, budget);
        if (training.Batches == 0)
            throw TrainingData.Empty();
        var secondEpoch = TrainingSamples(data, budget);
        var validation = EpochReading.Of(ValidationNoun, ValidationRecipe, data.ValidationBatches, budget);
        var validationAgain = ValidationSamples(data, budget);
        var again = subject.CreateData();
        return new PipelineReading
        {
            Training = training,
            SecondEpoch = secondEpoch,
            Repeated = TrainingSamples(again, budget),
            Validation = validation,
            ValidationAgain = validationAgain,
            ValidationRepeated = ValidationSamples(again, budget),
            Task = data.Task,
        };
    }

    public static EpochSamples AfterOtherSeed(Func<Subject> create, RunBudget budget)
    {
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var subject = create();
        return TrainingSamples(subject.CreateData(seedOffset: 1), budget);
    }

    private static EpochSamples TrainingSamples(ModelData data, RunBudget budget) => EpochSamples.Of(TrainingNoun, TrainingRecipe, data.TrainingBatches, budget);

    private static EpochSamples ValidationSamples(ModelData data, RunBudget budget) => EpochSamples.Of(ValidationNoun, ValidationRecipe, data.ValidationBatches, budget);
}
