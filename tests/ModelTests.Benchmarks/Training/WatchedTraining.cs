using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests.Benchmarks;

/// <summary>
/// The same steps as the library takes and watches them: the largest value and the finiteness of every layer's output, of every gradient and of
/// every parameter, the root mean square of the last two, and whether each parameter is other than at the start.
/// All of it with what the checks use, so that what makes them faster shows here.
/// </summary>
internal sealed class WatchedTraining : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Subject subject;
    private readonly ForwardTrace? trace;
    private readonly IReadOnlyList<Batch> batches;
    private readonly IReadOnlyList<NamedParameter> parameters;
    private readonly List<Tensor> start;
    private readonly bool watches;
    private int taken;

    /// <param name="recipes">Make the model, its training and its data.</param>
    /// <param name="batches">How many of the first batches are taken in turn.</param>
    /// <param name="watches">False to take the steps only, which tells what of the cost is the watching.</param>
    public WatchedTraining(IRecipes recipes, int batches, bool watches = true)
    {
        this.watches = watches;
        subject = new Subject(recipes, recipes.Seed);
        this.batches = subject.Batches(batches);
        _ = subject.Training;
        parameters = subject.Tree.Parameters;
        start = [.. parameters.Select(parameter => parameter.Tensor.detach().clone())];
        trace = watches ? new ForwardTrace(subject.Tree) { Finished = Watch } : null;
    }

    /// <summary>What was not finite, in how many places; kept, so that the scans have a reader.</summary>
    public int NonFinite { get; private set; }

    /// <summary>The largest value that was seen anywhere.</summary>
    public double Largest { get; private set; }

    /// <summary>How many parameters were other than at the start after the last step.</summary>
    public int Moved { get; private set; }

    public void Step()
    {
        using var step = NewDisposeScope();
        subject.Reseed(taken);
        using var batch = batches[taken++ % batches.Count].Clone();
        var loss = subject.TrainStep(batch);
        if (!watches)
            return;
        if (loss is not null)
            Watch(loss);
        Moved = 0;
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i].Tensor;
            Watch(parameter);
            _ = TensorScan.RootMeanSquare(parameter);
            if (!parameter.Equals(start[i]))
                Moved++;
            using var gradient = parameter.grad;
            if (gradient is null)
                continue;
            Watch(gradient);
            _ = TensorScan.RootMeanSquare(gradient);
        }
    }

    public void Dispose()
    {
        trace?.Dispose();
        subject.Dispose();
        scope.Dispose();
    }

    private void Watch(ModuleCall call, ModelOutput output)
    {
        foreach (var tensor in output.Tensors)
            Watch(tensor);
    }

    private void Watch(Tensor tensor)
    {
        if (TensorScan.Find(tensor) is not null)
            NonFinite++;
        Largest = Math.Max(Largest, TensorScan.Largest(tensor));
    }
}
