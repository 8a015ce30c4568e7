using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The model in evaluation mode, to be asked what it returns for changed batches. Which output depends on which input does not hang on the
/// weights, except where they are zero: so that zero-initialised branches show what they will do, every trainable parameter is shaken a little.
/// </summary>
internal sealed class EvaluationProbe : IDisposable
{
    /// <summary>The usual standard deviation of initial weights in transformers (Radford et al. 2018, "Improving Language Understanding by Generative Pre-Training", section 4.1).</summary>
    private const double Shake = 0.02;

    /// <summary>Sample counts in the order of preference; few, so that passes are cheap, and primes first, so that other sizes are rarely equal.</summary>
    private static readonly long[] SampleCounts = [5, 7, 6, 4, 3, 8, 2];

    private readonly DisposeScope scope = NewDisposeScope();
    private readonly RunBudget budget;
    private readonly IDisposable untracked = no_grad();
    private readonly IDisposable evaluating;

    public EvaluationProbe(Func<Subject> create, RunBudget budget, bool inDouble = false)
    {
        this.budget = budget;
        Subject = create();
        if (inDouble)
            Subject.Tree.ToType(float64);
        evaluating = Subject.Tree.Evaluating();
        Pool = SmallBatch.From(Subject);
        if (inDouble)
            Pool = Pool.With([.. Pool.Inputs.Select(ToDouble)], Pool.Targets);
        ShakeParameters();
    }

    public Subject Subject { get; }

    /// <summary>Different samples of the data, or the whole batch where rows are no samples.</summary>
    public Batch Pool { get; }

    /// <summary>
    /// So many samples of the pool, and as many others to replace them by. Their count is no other size of an input or output,
    /// so that the dimension of the samples can be told. Null when the pool has only one sample.
    /// </summary>
    public (Batch Samples, Batch Others)? Split()
    {
        if (Pool.Size < 2)
            return null;
        var sizes = Pool.Inputs.Concat(Outputs(Pool)).SelectMany(tensor => tensor.shape).Where(size => size != Pool.Size).ToHashSet();
        var counts = SampleCounts.Where(count => count <= Pool.Size / 2).ToList();
        var count = counts.Count == 0 ? 1 : counts.Find(count => !sizes.Contains(count)) is > 0 and var distinct ? distinct : counts[0];
        // With fewer than four samples each replaces another one.
        if (count < 2)
            return (Pool.Clone(), Pool.Select([.. Positions(Pool.Size).Select(i => (i + 1) % Pool.Size)]));
        return (Pool.Select(Positions(count)), Pool.Select([.. Positions(count).Select(i => i + count)]));
    }

    /// <summary>What the model returns, from equally seeded noise.</summary>
    /// <param name="batch">Stays untouched.</param>
    /// <param name="noise">The number of the noise.</param>
    /// <exception cref="FixtureException">The model does not take the batch.</exception>
    public IReadOnlyList<Tensor> Outputs(Batch batch, int noise = 0)
    {
        budget.Step("while changing the input and looking at the output");
        Subject.Reseed(noise);
        using var copy = batch.Clone();
        return [.. Subject.Forward(copy).Tensors.Select(tensor => tensor.detach().clone())];
    }

    /// <summary>As <see cref="Outputs"/>; null when the model does not take the batch.</summary>
    public IReadOnlyList<Tensor>? TryOutputs(Batch batch)
    {
        try
        {
            return Outputs(batch);
        }
        catch (FixtureException exception) when (exception.InnerException is not null)
        {
            return null;
        }
    }

    /// <summary>Why outputs cannot be compared; null when none is NaN.</summary>
    public static string? NotANumber(IReadOnlyList<Tensor> outputs) => outputs.Any(HasNaN) ? "the output has NaN; [NoNonFinite] tells where it comes from" : null;

    /// <summary>Why outputs cannot be compared; null when equally seeded passes give equal ones.</summary>
    public string? NotRepeatable(Batch batch) => Same(Outputs(batch), Outputs(batch))
        ? null
        : "equally seeded passes give different outputs: the model keeps a state or draws from a generator of its own; reset it in Forward";

    /// <summary>Whether two batches draw equally much noise: then the noise of equal positions is equal.</summary>
    public bool DrawEqualNoise(Batch first, Batch second) => StateAfter(first).Equals(StateAfter(second));

    public static bool Same(IReadOnlyList<Tensor> first, IReadOnlyList<Tensor> second) =>
        first.Count == second.Count && first.Zip(second).All(pair => !Rounding.Differ(pair.First, pair.Second));

    /// <summary>Runs a recording and, if it found something, once more in double precision: what was only rounding vanishes there.</summary>
    public static T Confirmed<T>(Func<bool, T> record, Func<T, bool> suspicious)
    {
        var first = record(false);
        if (!suspicious(first))
            return first;
        try
        {
            var confirmed = record(true);
            return suspicious(confirmed) ? first : confirmed;
        }
        catch (FixtureException exception) when (exception.InnerException is not null)
        {
            // Not every model can be converted: then single precision must do.
            return first;
        }
    }

    public static List<long> Positions(long count) => [.. Enumerable.Range(0, (int)count).Select(i => (long)i)];

    public void Dispose()
    {
        evaluating.Dispose();
        untracked.Dispose();
        Subject.Dispose();
        scope.Dispose();
    }

    private Tensor StateAfter(Batch batch)
    {
        _ = Outputs(batch);
        return get_rng_state();
    }

    private void ShakeParameters()
    {
        var trainable = Subject.Tree.TrainableParameters.Where(parameter => parameter.is_floating_point()).ToList();
        var before = trainable.ConvertAll(parameter => parameter.clone());
        Subject.Reseed(1);
        foreach (var parameter in trainable)
            parameter.add_(randn(parameter.shape).to(parameter.dtype).to(parameter.device) * Moving(parameter), alpha: Shake);
        if (!Outputs(Pool).Any(HasNaN))
            return;
        foreach (var (parameter, values) in trainable.Zip(before))
            parameter.copy_(values);
    }

    /// <summary>1 where a parameter moves in training. A row of zeros in a table of others is that of padding, which padding_idx keeps at zero.</summary>
    private static Tensor Moving(Tensor parameter)
    {
        var filled = parameter.dim() == 2 ? parameter.count_nonzero([1]).ne(0) : ones(1, dtype: @bool, device: parameter.device);
        return (parameter.dim() == 2 && filled.any().item<bool>() ? filled.unsqueeze(1) : ones(1, dtype: @bool, device: parameter.device)).to(parameter.dtype);
    }

    private static bool HasNaN(Tensor output) => output.is_floating_point() && output.isnan().any().item<bool>();

    private static Tensor ToDouble(Tensor tensor) => tensor.is_floating_point() ? tensor.to(float64) : tensor;
}
