using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class Friedman3Tests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Friedman3(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 1), new Scaled(1))) { BatchSize = 64, Epochs = 30 };

    /// <summary>A line does not follow the product of frequency and inductance.</summary>
    protected override Student Unsuitable => new(() => nn.Sequential(nn.BatchNorm1d(4), nn.Linear(4, 1), new Scaled(1))) { LearningRate = 0.03, BatchSize = 64, Epochs = 30 };

    /// <summary>R² at seeds 0-19: suitable 0.779 to 0.919, unsuitable 0.522 to 0.643.</summary>
    protected override double Learned => 0.7;

    /// <summary>Half of them to learn from.</summary>
    protected override int LessonSamples => 1000;

    [Fact]
    public void The_target_is_the_formula_of_four_features_in_their_ranges()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Friedman3(5000, distractors: 1, dtype: ScalarType.Float64).Training;
        var (resistance, frequency, inductance, capacitance) = (data.Input.narrow(1, 0, 1), data.Input.narrow(1, 1, 1), data.Input.narrow(1, 2, 1), data.Input.narrow(1, 3, 1));
        var reactance = (frequency * inductance) - (1 / (frequency * capacitance));

        Assert.Equal([5000, 5], data.Input.shape);
        Assert.True(allclose(atan(reactance / resistance), data.Target));
        Bounds.MeanIs(50, resistance);
        Bounds.MeanIs(300 * Math.PI, frequency);
        Bounds.MeanIs(0.5, inductance);
        Bounds.MeanIs(6, capacitance);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Its_variance_is_the_input_independent_loss(double noise)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Friedman3(50_000, noise: noise, dtype: ScalarType.Float64);
        Assert.Equal(noise * noise, data.LossFloor);
        Bounds.MeanIs(data.InputIndependentLoss!.Value, (data.Training.Target - data.Training.Target.mean()).square(), tolerance: 1e-4);
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "noise", () => Synthetic.Friedman3(noise: -1) },
        { "distractors", () => Synthetic.Friedman3(distractors: -1) },
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
