using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// A fresh model from the fixture's recipes, equally seeded each time, with its training and its data, in a dispose scope of its own.
/// The only place that builds, seeds and calls; whatever a recipe does wrong becomes a <see cref="FixtureException"/> that says so.
/// </summary>
internal sealed class Subject : IDisposable
{
    /// <summary>Added to the fixture's seed for the noise of training, so that noise and initial weights are not the same numbers.</summary>
    private const int NoiseSeedOffset = 7_919;

    private readonly IRecipes recipes;
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly HashSet<Tensor> kept = new(ReferenceEqualityComparer.Instance);
    private IReadOnlyList<nn.Module>? registered;
    private ITraining? training;
    // The objects: the address of a parameter that was replaced may be that of another one already.
    private HashSet<Tensor> parametersBeforeTraining = [];

    public Subject(IRecipes recipes, int seed)
    {
        this.recipes = recipes;
        Seed = seed;
        try
        {
            manual_seed(seed);
            Model = Recipe.Call("CreateModel", recipes.CreateModel);
            Tree = ModelTree.Of(Model);
            if (Tree.IsEmpty)
            {
                throw new FixtureException($"CreateModel returned {Model.GetType().Name}, which is no TorchSharp module and holds none",
                    "return a torch.nn.Module, or a class whose fields or properties hold the modules");
            }
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    public int Seed { get; }

    /// <summary>At least one parameter that training can change.</summary>
    /// <exception cref="FixtureException">The model has no parameter, or all are frozen.</exception>
    public void RequireTrainableParameters()
    {
        var parameters = Tree.Parameters;
        if (parameters.Count == 0)
        {
            throw new FixtureException($"{Model.GetType().Name} has no parameters: parameters() is empty",
                "call RegisterComponents() at the end of the model's constructor, and hold layers in fields, Sequential or ModuleList rather than in arrays or lists",
                [.. HeldComponents.Unregistered(Model, Tree).Select(held => $"{held.Path} ({held.Type})")]);
        }
        if (!parameters.Any(parameter => parameter.Tensor.requires_grad))
        {
            throw new FixtureException($"all {parameters.Count} parameters of {Model.GetType().Name} are frozen: requires_grad is false everywhere",
                "set requires_grad on what is to be trained");
        }
    }

    public object Model { get; }

    public ModelTree Tree { get; }

    /// <summary>The batches that training would read first, each with its own memory; the data is read again where an epoch is shorter.</summary>
    public IReadOnlyList<Batch> Batches(int count) => TrainingData.First(this, count);

    /// <summary>The fixture's data, made anew after the same seed; after another one where an offset says so.</summary>
    public ModelData CreateData(int seedOffset = 0)
    {
        Reseed(seedOffset);
        return Recipe.Call("CreateData", recipes.CreateData);
    }

    /// <summary>The fixture's synthetic data; null when it has none.</summary>
    public ModelData? CreateSyntheticData()
    {
        Reseed();
        return Recipe.Try("CreateSyntheticData", recipes.CreateSyntheticData);
    }

    /// <summary>The fixture's own pipeline on the given raw samples; null when the fixture gives no way to do that.</summary>
    public ModelData? CreateDataFrom(Tensor samples, Tensor labels)
    {
        Reseed();
        return Recipe.Try("CreateDataFrom(samples, labels)", () => recipes.CreateDataFrom(samples, labels));
    }

    /// <summary>How good outputs are, by the fixture's own metrics.</summary>
    public IReadOnlyList<Metric> Metrics(ModelOutput output, Batch batch) => Recipe.Call("Metrics", () => recipes.Metrics(output, batch));

    /// <summary>Whether the fixture has a loss that can be computed apart from its training step.</summary>
    public bool HasLoss(Batch batch) => batch.Targets.Count > 0 || batch.Task is not null || recipes.DefinesLoss;

    /// <summary>Whether the fixture has a loss of its own, other than its data's task.</summary>
    public bool DefinesLoss => recipes.DefinesLoss;

    public bool DefinesEvaluate => recipes.DefinesEvaluate;

    public bool DefinesTrainStep => recipes.DefinesTrainStep;

    public ITraining Training
    {
        get
        {
            if (training is null)
            {
                parametersBeforeTraining = new(Tree.Parameters.Select(parameter => parameter.Tensor), ReferenceEqualityComparer.Instance);
                // Whoever asks first may do so within a scope of one step, and the training's own tensors must outlive it.
                using var made = NewDisposeScope();
                training = Recipe.Call("CreateTraining", () => recipes.CreateTraining(Model));
                made.MoveToOther(scope, made.DisposablesView);
            }
            return training;
        }
    }

    /// <summary>Sets the generator to the state from which every equally numbered piece of noise starts.</summary>
    public void Reseed(int number = 0) => manual_seed(Seed + NoiseSeedOffset + number);

    public ModelOutput Forward(Batch batch)
    {
        using var made = NewDisposeScope();
        ModelOutput output;
        try
        {
            output = Recipe.Call("Forward", () => recipes.Forward(Model, batch));
        }
        catch (FixtureException exception) when (exception.InnerException is not null)
        {
            throw BatchFault.Explain(Located(exception, batch), batch);
        }
        RequireInputs(batch);
        Keep(made);
        return output;
    }

    /// <summary>Whoever calls the model still needs its inputs: for the loss, for the next pass, for the next epoch.</summary>
    private static void RequireInputs(Batch batch)
    {
        var disposed = batch.Tensors.ToList().FindIndex(tensor => tensor.IsInvalid);
        if (disposed < 0)
            return;
        var name = disposed < batch.Inputs.Count ? $"input {disposed}" : $"target {disposed - batch.Inputs.Count}";
        throw new FixtureException($"Forward disposed its input: {name} of the batch is no longer there after the call",
            "take Dispose() or 'using' off the tensor that forward is given, in the model and in each of its layers: it belongs to the caller. Dispose only what forward makes itself",
            ["forward"]);
    }

    public Tensor Loss(ModelOutput output, Batch batch)
    {
        var loss = OnBatch(batch, "Loss", () => recipes.Loss(output, batch));
        if (loss.NumberOfElements != 1)
        {
            throw new FixtureException($"Loss returned a tensor of shape {Shape.Of(loss)}, and a loss is one number",
                "reduce it: loss.mean() or loss.sum()", [$"output {string.Join(", ", output.Tensors.Select(Shape.Of))}", $"target {string.Join(", ", batch.Targets.Select(Shape.Of))}"]);
        }
        return loss;
    }

    /// <summary>The fixture's own training step. Null when its step returns no loss.</summary>
    public Tensor? TrainStep(Batch batch)
    {
        var current = Training;
        using var made = NewDisposeScope();
        // Handles of its own, because a replay memory may keep them and callers dispose theirs.
        var handed = batch.With([.. batch.Inputs.Select(input => input.alias())], [.. batch.Targets.Select(target => target.alias())]);
        Tensor? loss;
        try
        {
            loss = Recipe.Try("TrainStep", () => recipes.TrainStep(current, handed));
        }
        catch (FixtureException exception) when (exception.InnerException is KeyNotFoundException && StaleOptimizer(exception) is { } stale)
        {
            throw stale;
        }
        catch (FixtureException exception) when (exception.InnerException is not null)
        {
            throw BatchFault.Explain(Located(exception, batch), batch);
        }
        current.CountStep();
        Keep(made);
        return loss;
    }

    /// <summary>
    /// Recordings put dispose scopes around what they do: what the model or its training keeps in between must outlive them, until it is
    /// kept no longer. All else belongs to the caller's scope.
    /// </summary>
    private void Keep(DisposeScope made)
    {
        registered ??= [.. Tree.Modules.Select(entry => entry.Module).Distinct()];
        var held = HeldTensors.Of(training ?? Model, registered);
        foreach (var dropped in kept.Except<Tensor>(held, ReferenceEqualityComparer.Instance).Where(tensor => !tensor.IsInvalid))
            dropped.MoveToOtherDisposeScope(made);
        kept.IntersectWith(held);
        foreach (var tensor in held.Where(made.Contains))
        {
            made.MoveToOther(scope, tensor);
            kept.Add(tensor);
        }
        made.MoveToOuter(made.DisposablesView);
    }

    /// <summary>The tensors that the model and its training hold, beside registered parameters and buffers.</summary>
    public IReadOnlyList<Tensor> Held => HeldTensors.Of(training ?? Model, registered ??= [.. Tree.Modules.Select(entry => entry.Module).Distinct()]);

    /// <summary>Those of them that a recipe made after the training was created.</summary>
    public IReadOnlyCollection<Tensor> Kept => kept;

    /// <summary>The field of the training or of a module that holds a tensor: "Total", "fc1.last"; null when none does.</summary>
    public string? FieldThatHolds(Tensor tensor) => HeldTensors.FieldThatHolds(training is null ? [] : [("", training)], tensor)
        ?? HeldTensors.FieldThatHolds(Tree.Modules.Select(entry => (entry.Path, (object)entry.Module)), tensor);

    /// <summary>The fixture's own evaluation.</summary>
    public Tensor Evaluate(Batch batch) => OnBatch(batch, "Evaluate", () => recipes.Evaluate(Model, batch));

    public void Dispose()
    {
        (training as IDisposable)?.Dispose();
        foreach (var optimizer in training?.Optimizers ?? [])
            optimizer.Dispose();
        scope.Dispose();
    }

    /// <summary>
    /// TorchSharp's optimizers look up their state by parameter and throw a KeyNotFoundException with a bare number for one that is new to them.
    /// Null when no parameter is: then somebody else's dictionary lacks a key.
    /// </summary>
    private FixtureException? StaleOptimizer(FixtureException exception)
    {
        var parameters = Tree.Parameters;
        var strange = parameters.Count(parameter => !parametersBeforeTraining.Contains(parameter.Tensor));
        return strange == 0 ? null : new FixtureException(
            $"the optimizer does not know {strange} of {Figures.Count(parameters.Count, "parameter")}: they were replaced or added after it was built",
            "create the optimizer last, after model.to(…) and after everything that replaces or adds layers",
            ["optimizer", .. exception.Where], exception.InnerException);
    }

    private static Tensor OnBatch(Batch batch, string recipe, Func<Tensor?> call)
    {
        try
        {
            return Recipe.Call(recipe, call);
        }
        catch (FixtureException exception) when (exception.InnerException is not null)
        {
            throw BatchFault.Explain(exception, batch);
        }
    }

    /// <summary>Adds the module in which a native error was raised: the pass is repeated on an untouched model with hooks.</summary>
    private FixtureException Located(FixtureException exception, Batch batch)
    {
        using var fresh = new Subject(recipes, Seed);
        using var trace = new ForwardTrace(fresh.Tree) { NotesShapes = true };
        try
        {
            using var copy = batch.Clone();
            using (no_grad())
                recipes.Forward(fresh.Model, copy);
            return exception;
        }
        catch (Exception)
        {
            if (trace.Running is not [.., var innermost])
                return exception;
            var path = string.Join(" > ", trace.Running.Select(call => call.Path.Length == 0 ? call.Type : call.Path));
            return new FixtureException(exception.Message, exception.Change,
                [$"{path}: {innermost.Type} was given {innermost.InputShapes}", .. exception.Where], exception.InnerException);
        }
    }
}
