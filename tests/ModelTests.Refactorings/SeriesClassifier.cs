using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Refactorings;

/// <summary>What is refactored: series [N, T, features] with their lengths [N, 1] into the logits [N, 4]. Mean and maximum over time, a layer, three residual blocks.</summary>
internal class SeriesClassifier : Module<Tensor, Tensor, Tensor>
{
    public const int Width = 32;

    protected readonly Linear stem = Linear(2 * SeriesData.Features, Width);
    protected readonly Module<Tensor, Tensor> block1;
    protected readonly Module<Tensor, Tensor> block2;
    protected readonly Module<Tensor, Tensor> block3;
    protected readonly Linear head = Linear(Width, SeriesData.Classes);

    public SeriesClassifier(Func<Module<Tensor, Tensor>>? block = null)
        : base(nameof(SeriesClassifier))
    {
        block ??= () => new ResidualBlock();
        block1 = block();
        block2 = block();
        block3 = block();
        RegisterComponents();
    }

    public override Tensor forward(Tensor series, Tensor lengths) =>
        Classify(block3.call(block2.call(block1.call(stem.call(Flatten(Pool(series, Counted(series, lengths))))))));

    /// <summary>Which time steps are no padding, [N, T, 1].</summary>
    internal static Tensor Mask(Tensor series, Tensor lengths) => arange(series.shape[1]).unsqueeze(0).lt(lengths).unsqueeze(-1);

    /// <summary>Mean and maximum over time, [N, 2, features].</summary>
    internal static Tensor Pool(Tensor series, Tensor counted)
    {
        var mean = (series * counted).sum(1) / counted.sum(1);
        var largest = series.masked_fill(counted.logical_not(), double.NegativeInfinity).amax([1L]);
        return stack([mean, largest], 1);
    }

    protected virtual Tensor Counted(Tensor series, Tensor lengths) => Mask(series, lengths);

    protected virtual Tensor Flatten(Tensor pooled) => pooled.flatten(1);

    protected virtual Tensor Classify(Tensor hidden) => head.call(hidden);
}

/// <summary>Two layers with dropout, added to the input, and a layer norm: [N, width] into [N, width].</summary>
internal class ResidualBlock : Module<Tensor, Tensor>
{
    public const double DropoutRate = 0.4;

    protected readonly Linear fc1 = Linear(SeriesClassifier.Width, SeriesClassifier.Width);
    protected readonly ReLU relu = ReLU();
    protected readonly Dropout dropout;
    protected readonly Linear fc2 = Linear(SeriesClassifier.Width, SeriesClassifier.Width);
    protected readonly LayerNorm norm = LayerNorm(SeriesClassifier.Width);

    public ResidualBlock(double rate = DropoutRate)
        : base(nameof(ResidualBlock))
    {
        dropout = Dropout(rate);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Normalise(Join(input, fc2.call(Drop(Activate(fc1.call(input))))));

    protected virtual Tensor Activate(Tensor hidden) => relu.call(hidden);

    protected virtual Tensor Drop(Tensor hidden) => dropout.call(hidden);

    protected virtual Tensor Join(Tensor input, Tensor branch) => input + branch;

    protected virtual Tensor Normalise(Tensor sum) => norm.call(sum);
}
