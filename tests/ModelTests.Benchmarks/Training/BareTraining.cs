using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Benchmarks;

/// <summary>The loop that people write: nothing of the library is in it.</summary>
internal sealed class BareTraining : IDisposable
{
    private readonly DisposeScope scope = NewDisposeScope();
    private readonly Module<Tensor, Tensor> model;
    private readonly optim.Optimizer optimizer;
    private readonly IReadOnlyList<(Tensor Input, Tensor Target)> batches;
    private int taken;

    /// <param name="create">Makes the model.</param>
    /// <param name="batches">Taken in turn.</param>
    public BareTraining(Func<Module<Tensor, Tensor>> create, IReadOnlyList<(Tensor Input, Tensor Target)> batches)
    {
        this.batches = batches;
        model = create();
        model.train();
        optimizer = optim.Adam(model.parameters(), lr: 0.001);
    }

    public void Step()
    {
        var (input, target) = batches[taken++ % batches.Count];
        using var step = NewDisposeScope();
        optimizer.zero_grad();
        var loss = functional.cross_entropy(model.call(input), target);
        loss.backward();
        optimizer.step();
    }

    public void Dispose()
    {
        optimizer.Dispose();
        model.Dispose();
        scope.Dispose();
    }
}
