using static TorchSharp.torch;

namespace ModelTests.Benchmarks;

/// <summary>Recipes that count how often the library takes a training step or calls the model. They answer for the others, so that no check sees a difference.</summary>
internal sealed class CountingRecipes(IRecipes own) : IRecipes
{
    /// <summary>How many training steps were taken on batches of each size.</summary>
    public SortedDictionary<long, int> StepsBySize { get; } = [];

    /// <summary>How many training steps were taken.</summary>
    public int Steps => StepsBySize.Values.Sum();

    /// <summary>How often the model was called outside of training steps.</summary>
    public int Passes { get; private set; }

    public Type FixtureType => own.FixtureType;

    public int Seed => own.Seed;

    public TimeSpan Budget => own.Budget;

    public bool DefinesLoss => own.DefinesLoss;

    public bool DefinesTrainStep => own.DefinesTrainStep;

    public bool DefinesEvaluate => own.DefinesEvaluate;

    public object? CreateModel() => own.CreateModel();

    public ModelData? CreateData() => own.CreateData();

    public ModelData? CreateSyntheticData() => own.CreateSyntheticData();

    public ModelData? CreateDataFrom(Tensor samples, Tensor labels) => own.CreateDataFrom(samples, labels);

    public ModelOutput? Forward(object model, Batch batch)
    {
        Passes++;
        return own.Forward(model, batch);
    }

    public Tensor? Loss(ModelOutput output, Batch batch) => own.Loss(output, batch);

    public IReadOnlyList<Metric>? Metrics(ModelOutput output, Batch batch) => own.Metrics(output, batch);

    public ITraining? CreateTraining(object model) => own.CreateTraining(model);

    public Tensor? TrainStep(ITraining training, Batch batch)
    {
        StepsBySize[batch.Size] = StepsBySize.GetValueOrDefault(batch.Size) + 1;
        return own.TrainStep(training, batch);
    }

    public Tensor? Evaluate(object model, Batch batch)
    {
        Passes++;
        return own.Evaluate(model, batch);
    }
}
