using static TorchSharp.torch;
using static TorchSharp.torch.optim;

namespace ModelTests;

/// <summary>
/// How a model, its loss, its training step and its data are made. Each recipe makes something new on every call and keeps nothing:
/// the checks build as many fresh, equally seeded models as they need.
/// </summary>
/// <typeparam name="TModel">
/// A TorchSharp module, a TorchScript module, or a class whose fields and properties hold several of them (generator and discriminator, teacher and student).
/// </typeparam>
public abstract class ModelRecipes<TModel> : IRecipes
    where TModel : class
{
    private bool? overridesTensorLoss;

    /// <summary>The seed of everything random: initial weights, dropout, noise. Default: 42.</summary>
    public virtual int Seed => 42;

    /// <summary>The longest that one check may run. Default: one minute.</summary>
    public virtual TimeSpan Budget => TimeSpan.FromMinutes(1);

    /// <summary>A new model with fresh weights.</summary>
    public abstract TModel CreateModel();

    /// <summary>The data to train on.</summary>
    public abstract ModelData CreateData();

    /// <summary>
    /// Synthetic data of the same format as <see cref="CreateData"/>'s, which a sound model must learn. Default: what <see cref="CreateData"/> gives, where that is
    /// <see cref="SyntheticData"/>; null, for none, where it is not.
    /// </summary>
    public virtual ModelData? CreateSyntheticData() => CreateData() as SyntheticData;

    /// <summary>
    /// The pipeline of <see cref="CreateData"/> on given samples: the same transforms, shuffling and batches. Checks that send a probe through the pipeline
    /// need it. Default: null, for none.
    /// </summary>
    /// <param name="samples">Raw samples along the first dimension, in the format that the pipeline reads.</param>
    /// <param name="labels">One raw label per sample (int64).</param>
    public virtual ModelData? CreateDataFrom(Tensor samples, Tensor labels) => null;

    /// <summary>Calls the model. Default: the batch's inputs, in their order.</summary>
    public virtual ModelOutput Forward(TModel model, Batch batch) => DefaultForward.Call(model, batch);

    /// <summary>
    /// The loss of one output tensor against one target. Default: that of the data's task;
    /// where it has none, cross entropy for class indices and mean squared error for real numbers.
    /// </summary>
    /// <returns>A scalar.</returns>
    public virtual Tensor Loss(Tensor output, Tensor target) => DefaultLoss.Of(output, target);

    /// <summary>
    /// The loss of models with several outputs or targets. Default: that of the data's task, where it has one and <see cref="Loss(Tensor, Tensor)"/> is not overridden;
    /// else <see cref="Loss(Tensor, Tensor)"/> of the only output and the only target.
    /// </summary>
    /// <returns>A scalar.</returns>
    public virtual Tensor Loss(ModelOutput output, Batch batch) =>
        batch.Task is { } task && !OverridesTensorLoss ? task.Loss(output, batch) : Loss(output.Tensor, batch.Target);

    /// <summary>
    /// How good a model's outputs are on held-out data, the most important figure first; called once, with the outputs for all held-out batches.
    /// Default: the metrics of the data's task, such as accuracy; none where it has no task.
    /// </summary>
    public virtual IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch) => batch.Task?.Metrics(output, batch) ?? [];

    /// <summary>The optimizer. Default: Adam with learning rate 0.001 on every parameter that requires a gradient.</summary>
    public virtual Optimizer CreateOptimizer(TModel model) =>
        Adam(ModelTree.Of(model).TrainableParameters, lr: 0.001);

    /// <summary>What a training step works with. Default: the model and <see cref="CreateOptimizer"/>; override it for schedules, several optimizers or more state.</summary>
    public virtual Training<TModel> CreateTraining(TModel model) => new(model, CreateOptimizer(model));

    /// <summary>One training step. Default: train mode, gradients cleared, forward, loss, backward, optimizer step, schedule step.</summary>
    /// <returns>The loss of this step.</returns>
    public virtual Tensor TrainStep(Training<TModel> training, Batch batch)
    {
        ModelTree.Of(training.Model).Train();
        foreach (var optimizer in training.Optimizers)
            optimizer.zero_grad();
        var loss = Loss(Forward(training.Model, batch), batch);
        loss.backward();
        foreach (var optimizer in training.Optimizers)
            optimizer.step();
        foreach (var scheduler in training.Schedulers)
            scheduler.step();
        return loss;
    }

    /// <summary>The evaluation of one batch. Default: the loss in evaluation mode, without gradients; every module then has the mode that it had before.</summary>
    /// <returns>A scalar.</returns>
    public virtual Tensor Evaluate(TModel model, Batch batch)
    {
        using var evaluating = ModelTree.Of(model).Evaluating();
        using (no_grad())
            return Loss(Forward(model, batch), batch);
    }

    Type IRecipes.FixtureType => GetType();

    bool IRecipes.DefinesLoss => Overrides(nameof(Loss), typeof(ModelOutput), typeof(Batch)) || OverridesTensorLoss;

    bool IRecipes.DefinesTrainStep => Overrides(nameof(TrainStep), typeof(Training<TModel>), typeof(Batch));

    bool IRecipes.DefinesEvaluate => Overrides(nameof(Evaluate), typeof(TModel), typeof(Batch));

    object? IRecipes.CreateModel() => CreateModel();

    ModelData? IRecipes.CreateData() => CreateData();

    ModelData? IRecipes.CreateSyntheticData() => CreateSyntheticData();

    ModelData? IRecipes.CreateDataFrom(Tensor samples, Tensor labels) => CreateDataFrom(samples, labels);

    ModelOutput? IRecipes.Forward(object model, Batch batch) => Forward((TModel)model, batch);

    IReadOnlyList<Metric>? IRecipes.Metrics(ModelOutput output, Batch batch) => Metrics(output, batch);

    Tensor? IRecipes.Loss(ModelOutput output, Batch batch) => Loss(output, batch);

    ITraining? IRecipes.CreateTraining(object model) => CreateTraining((TModel)model);

    Tensor? IRecipes.TrainStep(ITraining training, Batch batch) => TrainStep((Training<TModel>)training, batch);

    Tensor? IRecipes.Evaluate(object model, Batch batch) => Evaluate((TModel)model, batch);

    /// <summary>Looked up once: each loss asks.</summary>
    private bool OverridesTensorLoss => overridesTensorLoss ??= Overrides(nameof(Loss), typeof(Tensor), typeof(Tensor));

    private bool Overrides(string method, params Type[] parameters) =>
        GetType().GetMethod(method, parameters)?.DeclaringType != typeof(ModelRecipes<TModel>);
}

/// <summary>The recipes without the model's type, for everything behind the fixture.</summary>
internal interface IRecipes
{
    Type FixtureType { get; }

    int Seed { get; }

    TimeSpan Budget { get; }

    /// <summary>Whether the fixture says what its loss is.</summary>
    bool DefinesLoss { get; }

    /// <summary>Whether the fixture has a training step of its own.</summary>
    bool DefinesTrainStep { get; }

    /// <summary>Whether the fixture has an evaluation of its own.</summary>
    bool DefinesEvaluate { get; }

    object? CreateModel();

    ModelData? CreateData();

    /// <summary>Null when there is none.</summary>
    ModelData? CreateSyntheticData();

    /// <summary>Null when the fixture gives no way to send a probe through its pipeline.</summary>
    ModelData? CreateDataFrom(Tensor samples, Tensor labels);

    ModelOutput? Forward(object model, Batch batch);

    Tensor? Loss(ModelOutput output, Batch batch);

    IReadOnlyList<Metric>? Metrics(ModelOutput output, Batch batch);

    ITraining? CreateTraining(object model);

    Tensor? TrainStep(ITraining training, Batch batch);

    Tensor? Evaluate(object model, Batch batch);
}
