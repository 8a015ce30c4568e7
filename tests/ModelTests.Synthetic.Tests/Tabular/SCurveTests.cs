using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class SCurveTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.SCurve(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.Linear(3, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1))) { BatchSize = 64, Epochs = 40 };

    /// <summary>A line cannot unroll the sheet.</summary>
    protected override Student Unsuitable => new(() => nn.Linear(3, 1)) { LearningRate = 0.3, BatchSize = 64, Epochs = 40 };

    /// <summary>R² at seeds 0-19: suitable 0.995 to 0.999, unsuitable 0.917 to 0.944.</summary>
    protected override double Learned => 0.97;

    [Fact]
    public void The_target_is_the_position_along_the_sheet()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.SCurve(5000, distractors: 1, dtype: ScalarType.Float64);
        var t = data.Training.Target;
        var expected = cat([sin(t), t.sign() * (cos(t) - 1)], 1);

        Assert.Equal([4], data.InputShape);
        Assert.Equal([1], data.TargetShape);
        Assert.True(allclose(expected, data.Training.Input.index_select(1, tensor(new long[] { 0, 2 })), atol: 1e-12));
        Bounds.MeanIs(0, t);
        Bounds.MeanIs(2 / 2.0, data.Training.Input.narrow(1, 1, 1));
        Bounds.MeanIs(data.InputIndependentLoss!.Value, (t - 0).square());
        Assert.Equal(0, data.LossFloor);
    }

    [Fact]
    public void Noise_is_added_to_the_coordinates_only_and_leaves_the_floor_unknown()
    {
        using var scope = NewDisposeScope();
        var clean = Synthetic.SCurve(20_000, dtype: ScalarType.Float64);
        var noisy = Synthetic.SCurve(20_000, noise: 0.5, dtype: ScalarType.Float64);

        Assert.Equal(clean.Training.Target, noisy.Training.Target);
        Bounds.MeanIs(0.25, (noisy.Training.Input - clean.Training.Input).square());
        Assert.Null(noisy.LossFloor);
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "noise", () => Synthetic.SCurve(noise: -1) },
        { "distractors", () => Synthetic.SCurve(distractors: -1) },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void Illegal_arguments_are_refused_by_name(string argument, Action create)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(create);
        Assert.Equal(argument, exception.ParamName);
        Assert.StartsWith(argument, exception.Message, StringComparison.Ordinal);
    }
}
