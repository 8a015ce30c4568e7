using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class Friedman1Tests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Friedman1(samples, features: 5, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.BatchNorm1d(5), nn.Linear(5, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1), new Scaled(5))) { LearningRate = 0.003, BatchSize = 64, Epochs = 40 };

    /// <summary>A line follows neither the parabola nor the product.</summary>
    protected override Student Unsuitable => new(() => nn.Sequential(nn.BatchNorm1d(5), nn.Linear(5, 1), new Scaled(5))) { LearningRate = 0.03, BatchSize = 64, Epochs = 40 };

    /// <summary>R² at seeds 0-19: suitable 0.885 to 0.97, unsuitable 0.697 to 0.788.</summary>
    protected override double Learned => 0.84;

    /// <summary>Half of them to learn from.</summary>
    protected override int LessonSamples => 1000;

    [Fact]
    public void The_target_is_the_formula_of_five_features()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Friedman1(features: 7, dtype: ScalarType.Float64).Training;
        var x = Enumerable.Range(0, 5).Select(feature => data.Input.narrow(1, feature, 1)).ToList();
        var expected = (10 * sin(Math.PI * x[0] * x[1])) + (20 * (x[2] - 0.5).square()) + (10 * x[3]) + (5 * x[4]);

        Assert.Equal([512, 7], data.Input.shape);
        Assert.True(allclose(expected, data.Target, atol: 1e-12));
        Assert.InRange(data.Input.min().ToDouble(), 0, 0.01);
        Assert.InRange(data.Input.max().ToDouble(), 0.99, 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Its_variance_is_the_input_independent_loss(double noise)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Friedman1(50_000, noise: noise, dtype: ScalarType.Float64);
        Assert.Equal(noise * noise, data.LossFloor);
        Bounds.MeanIs(data.InputIndependentLoss!.Value, (data.Training.Target - data.Training.Target.mean()).square(), tolerance: 0.01);
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "features", () => Synthetic.Friedman1(features: 4) },
        { "noise", () => Synthetic.Friedman1(noise: -1) },
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
