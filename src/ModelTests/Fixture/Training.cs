using static TorchSharp.torch.optim;
using static TorchSharp.torch.optim.lr_scheduler;

namespace ModelTests;

/// <summary>What a training step works with: the model, its optimizers and their schedules.</summary>
/// <remarks>Derive from it when the step keeps more, such as an averaged copy of the model.</remarks>
/// <typeparam name="TModel">The model's type.</typeparam>
public class Training<TModel> : ITraining
    where TModel : class
{
    /// <summary>Training with one optimizer and at most one schedule.</summary>
    public Training(TModel model, Optimizer optimizer, LRScheduler? scheduler = null)
        : this(model, [optimizer], scheduler is null ? [] : [scheduler])
    {
    }

    /// <summary>Training with several optimizers, as adversarial models have.</summary>
    public Training(TModel model, IReadOnlyList<Optimizer> optimizers, IReadOnlyList<LRScheduler>? schedulers = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizers);
        if (optimizers.Any(optimizer => optimizer is null))
            throw new ArgumentException("An optimizer is null.", nameof(optimizers));
        Model = model;
        Optimizers = optimizers;
        Schedulers = schedulers ?? [];
    }

    /// <summary>The model under training.</summary>
    public TModel Model { get; }

    /// <summary>All optimizers.</summary>
    public IReadOnlyList<Optimizer> Optimizers { get; }

    /// <summary>All schedules; empty when the learning rate is constant.</summary>
    public IReadOnlyList<LRScheduler> Schedulers { get; }

    /// <summary>The only optimizer; an error that says so if there are several.</summary>
    public Optimizer Optimizer => Optimizers is [var optimizer]
        ? optimizer
        : throw new InvalidOperationException($"This training has {Optimizers.Count} optimizers; read Training.Optimizers.");

    /// <summary>The number of training steps taken so far: 0 in the first step.</summary>
    public int StepsTaken { get; private set; }

    object ITraining.Model => Model;

    void ITraining.CountStep() => StepsTaken++;
}

/// <summary>A training whose model type does not matter to the reader.</summary>
internal interface ITraining
{
    object Model { get; }

    IReadOnlyList<Optimizer> Optimizers { get; }

    IReadOnlyList<LRScheduler> Schedulers { get; }

    void CountStep();
}
