using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class SparseUncorrelatedTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.SparseUncorrelated(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Linear(10, 1)) { LearningRate = 0.1 };

    /// <summary>Without signs a sample looks like its mirror image, for which the answer is the opposite.</summary>
    protected override Student Unsuitable => new(() => nn.Sequential(new Signless(), nn.Linear(10, 1))) { LearningRate = 0.1 };

    /// <summary>R² at seeds 0-19: suitable 0.893 to 0.928, unsuitable -0.127 to 0.029.</summary>
    protected override double Learned => 0.5;

    [Fact]
    public void The_target_is_a_line_through_four_features_and_noise()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.SparseUncorrelated(50_000, noise: 0.5, dtype: ScalarType.Float64);
        var x = data.Training.Input;
        var line = x.select(1, 0) + (2 * x.select(1, 1)) - (2 * x.select(1, 2)) - (1.5 * x.select(1, 3));

        Bounds.MeanIs(data.LossFloor!.Value, (data.Training.Target.squeeze(1) - line).square());
        Bounds.MeanIs(data.InputIndependentLoss!.Value, data.Training.Target.square());
        Bounds.MeanIs(0, x);
        Bounds.MeanIs(1, x.square());
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "features", () => Synthetic.SparseUncorrelated(features: 3) },
        { "noise", () => Synthetic.SparseUncorrelated(noise: -1) },
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
