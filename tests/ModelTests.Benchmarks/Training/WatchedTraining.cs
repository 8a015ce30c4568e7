using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests.Benchmarks;

/// <summary>
/// The same steps as the library takes and watches them: the largest value, the root mean square and the finiteness of every layer's output, of every
/// gradient and of every parameter, and whether each parameter has moved.
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
    private readonly bool[] moved;
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
        moved = new bool[parameters.Count];
        trace = watches ? new ForwardTrace(subject.Tree) { Finished = Watch } : null;
    }

    /// <summary>What was not finite, in how many places; kept, so that the scans have a reader.</summary>
    public int NonFinite { get; private set; }

    /// <summary>The largest value that was seen anywhere.</summary>
    public double Largest { get; private set; }

    /// <summary>How many parameters were other than at the start after some step.</summary>
    public int Moved => moved.Count(once => once);

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
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i].Tensor;
            Watch(parameter);
            // As long as it has not: what has moved once is known to be trained.
            if (!moved[i] && !parameter.Equals(start[i]))
                moved[i] = true;
            using var gradient = parameter.grad;
            if (gradient is not null)
                Watch(gradient);
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
        var range = TensorScan.Range(tensor);
        if (range.NonFinite is not null)
            NonFinite++;
        Largest = Math.Max(Largest, range.Largest);
    }
}
