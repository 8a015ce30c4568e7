using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>One call of a generator: its own random stream, its dispose scope and the arguments that all generators share.</summary>
internal sealed class Drawing : IDisposable
{
    private readonly Split? split;
    private readonly int batchSize;
    private readonly ScalarType dtype;
    private readonly Device device;
    private readonly Generator generator;
    private readonly DisposeScope scope;

    public Drawing(int seed, Split? split = null, int batchSize = 32, ScalarType dtype = ScalarType.Float32, Device? device = null)
    {
        Require.AtLeast(batchSize, 1);
        Require.FloatingPoint(dtype);
        this.split = split;
        this.batchSize = batchSize;
        this.dtype = dtype;
        this.device = device ?? CPU;
        // libtorch's CPU generator uses 32 bits of its seed: each int is a stream of its own, negative ones included.
        generator = new Generator((uint)seed, CPU);
        scope = NewDisposeScope();
    }

    /// <summary>Independent draws from N(0, 1).</summary>
    public Tensor Normal(params ReadOnlySpan<long> shape) => randn(shape, float64, CPU, generator: generator);

    /// <summary>Independent draws from U(<paramref name="low"/>, <paramref name="high"/>).</summary>
    public Tensor Uniform(double low, double high, params ReadOnlySpan<long> shape) =>
        (rand(shape, float64, CPU, generator: generator) * (high - low)) + low;

    /// <summary><paramref name="count"/> independent integers from 0 to <paramref name="below"/> - 1.</summary>
    public Tensor Integers(long below, long count) => randint(0, below, count, int64, CPU, generator: generator);

    /// <summary>Independent counts, Poisson with the given rates.</summary>
    public Tensor Poisson(Tensor rates) => poisson(rates, generator: generator);

    /// <summary>The integers from 0 to <paramref name="count"/> - 1 in random order.</summary>
    public Tensor Permutation(long count) => randperm(count, int64, CPU, generator: generator);

    /// <summary>A stream of single numbers, for what is drawn until it fits; it goes its own way from here.</summary>
    public Random Sequential() => new((int)Integers(int.MaxValue, 1).ToInt64());

    /// <summary>Converts, splits and hands over what was drawn; everything else that was made on the way is freed.</summary>
    /// <param name="inputs">The samples along the first dimension.</param>
    /// <param name="targets">As many rows as <paramref name="inputs"/>; integers stay integers.</param>
    /// <param name="task">What there is to learn.</param>
    /// <param name="limits">What can be reached; asked for once, when somebody reads it.</param>
    public SyntheticData Deliver(Tensor inputs, Tensor targets, LearningTask task, Func<Limits> limits) =>
        Deliver(new Batch(inputs, targets), task, limits, ["data"], ["label"]);

    /// <summary>The same for samples of several inputs or targets.</summary>
    /// <param name="samples">What was drawn; integers stay integers.</param>
    /// <param name="task">What there is to learn.</param>
    /// <param name="limits">What can be reached; asked for once, when somebody reads it.</param>
    /// <param name="inputNames">The key of each input in a data set.</param>
    /// <param name="targetNames">The key of each target in a data set.</param>
    public SyntheticData Deliver(Batch samples, LearningTask task, Func<Limits> limits, IReadOnlyList<string> inputNames, IReadOnlyList<string> targetNames)
    {
        samples = samples.With([.. samples.Inputs.Select(Typed)], [.. samples.Targets.Select(Typed)]).For(task);
        var (training, validation) = split is null ? (samples, null) : split.Apply(samples, generator);
        return new SyntheticData(Given(training), validation is null ? null : Given(validation), batchSize, task, limits, inputNames, targetNames);
    }

    public void Dispose()
    {
        scope.Dispose();
        generator.Dispose();
    }

    private Tensor Typed(Tensor tensor) => tensor.is_floating_point() ? tensor.to(dtype) : tensor;

    private Batch Given(Batch batch) =>
        batch.With([.. batch.Inputs.Select(Given)], [.. batch.Targets.Select(Given)]);

    private Tensor Given(Tensor tensor) => tensor.to(device).MoveToOuterDisposeScope();
}
