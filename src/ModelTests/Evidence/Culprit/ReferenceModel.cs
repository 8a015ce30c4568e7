using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

/// <summary>
/// A model that is known to be sound, for whatever shapes: every number of a sample, and every value that an integer takes, goes through two hidden layers to every output.
/// It sees order and position; it shares nothing between them, so it needs more samples than a model made for its data.
/// </summary>
internal sealed class ReferenceModel : Module<Tensor, Tensor>
{
    /// <summary>Integers beyond this are no vocabulary but quantities; then there is no reference.</summary>
    private const long MostValues = 512;

    private const long Width = 64;

    private readonly Sequential layers;
    private readonly long[] outputShape;
    private readonly long[] values;

    private ReferenceModel(long features, long[] outputShape, long[] values)
        : base(nameof(ReferenceModel))
    {
        this.outputShape = outputShape;
        this.values = values;
        layers = Sequential(Linear(features, Width), ReLU(), Linear(Width, Width), ReLU(), Linear(Width, outputShape.Aggregate(1L, (product, size) => product * size)));
        RegisterComponents();
    }

    /// <summary>A reference for a fixture; null where its samples or outputs are no rows of one tensor.</summary>
    /// <param name="batch">Inputs whose values are typical.</param>
    /// <param name="output">What the fixture's own model gives for them.</param>
    public static ReferenceModel? For(Batch batch, ModelOutput output)
    {
        if (!batch.Separable || batch.InputBatchDimension != 0 || output.Tensors is not [var own] || own.shape is not [var rows, ..] || rows != batch.Size)
            return null;
        var values = batch.Inputs.Select(input => input.is_floating_point() ? 0 : input.max().to(int64).item<long>() + 1).ToArray();
        if (Array.Exists(values, count => count > MostValues) || batch.Inputs.Any(input => !input.is_floating_point() && input.min().to(int64).item<long>() < 0))
            return null;
        var features = batch.Inputs.Zip(values).Sum(pair => pair.First.numel() / rows * Math.Max(1, pair.Second));
        return new ReferenceModel(features, own.shape[1..], values);
    }

    public Tensor Of(Batch batch) => call(cat([.. batch.Inputs.Zip(values).Select(pair => Flat(pair.First, pair.Second))], 1));

    public override Tensor forward(Tensor input) => layers.call(input).reshape([input.shape[0], .. outputShape]);

    /// <summary>Values that the first batch lacked count as the largest that it had.</summary>
    private static Tensor Flat(Tensor input, long count) =>
        (count == 0 ? input : functional.one_hot(input.to(int64).clamp(max: count - 1), count)).to(float32).flatten(1);
}
