using static TorchSharp.torch;

namespace ModelTests;

/// <summary>A part of a fixture that can be exchanged for a known good one.</summary>
internal enum FixturePart
{
    /// <summary>Clear clusters of the same shapes and types.</summary>
    Data,

    /// <summary>That of the task; cross entropy or mean squared error.</summary>
    Loss,

    /// <summary>Adam with learning rate 0.001 on everything trainable, and the plain training step.</summary>
    TrainingStep,

    /// <summary>Two hidden layers that see every number of a sample, with the training step above.</summary>
    Model,
}

/// <summary>A fixture's recipes with one part exchanged; the rest is the fixture's own.</summary>
internal sealed class ExchangedRecipes(IRecipes own, FixturePart part) : IRecipes
{
    private const double LearningRate = 0.001;

    private bool ExchangesTraining => part is FixturePart.TrainingStep or FixturePart.Model;

    public Type FixtureType => own.FixtureType;

    public int Seed => own.Seed;

    public TimeSpan Budget => own.Budget;

    public bool DefinesLoss => part != FixturePart.Loss && own.DefinesLoss;

    public bool DefinesTrainStep => !ExchangesTraining && own.DefinesTrainStep;

    public bool DefinesEvaluate => part != FixturePart.Model && own.DefinesEvaluate;

    public object? CreateModel() => part == FixturePart.Model ? CreateReference() : own.CreateModel();

    public ModelData? CreateData()
    {
        var data = own.CreateData();
        return part == FixturePart.Data && data is not null ? ClusteredData.Like(data, Seed) : data;
    }

    public ModelData? CreateSyntheticData() => own.CreateSyntheticData();

    public ModelData? CreateDataFrom(Tensor samples, Tensor labels) => own.CreateDataFrom(samples, labels);

    public ModelOutput? Forward(object model, Batch batch) => model is ReferenceModel reference ? ModelOutput.From(reference.Of(batch)) : own.Forward(model, batch);

    public Tensor? Loss(ModelOutput output, Batch batch) =>
        part != FixturePart.Loss ? own.Loss(output, batch) : batch.Task?.Loss(output, batch) ?? DefaultLoss.Of(output.Tensor, batch.Target);

    public IReadOnlyList<Metric>? Metrics(ModelOutput output, Batch batch) => own.Metrics(output, batch);

    public ITraining? CreateTraining(object model) =>
        ExchangesTraining ? new Training<object>(model, optim.Adam(ModelTree.Of(model).TrainableParameters, lr: LearningRate)) : own.CreateTraining(model);

    public Tensor? TrainStep(ITraining training, Batch batch)
    {
        if (!ExchangesTraining)
            return own.TrainStep(training, batch);
        ModelTree.Of(training.Model).Train();
        training.Optimizers[0].zero_grad();
        var loss = own.Loss(Forward(training.Model, batch)!, batch)!;
        loss.backward();
        training.Optimizers[0].step();
        return loss;
    }

    public Tensor? Evaluate(object model, Batch batch) => own.Evaluate(model, batch);

    private ReferenceModel CreateReference()
    {
        // Another subject seeds the generator anew; the reference's own weights must follow from the seed of its subject.
        using var state = get_rng_state();
        using var subject = new Subject(own, Seed);
        var batch = subject.Batches(1)[0];
        using (no_grad())
        {
            var output = subject.Forward(batch);
            set_rng_state(state);
            return ReferenceModel.For(batch, output)
                ?? throw new FixtureException("there is no reference model for this fixture: its inputs or outputs are no rows of numbers", "judge the model by its own results");
        }
    }
}
