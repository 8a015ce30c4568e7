using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class HastieTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Hastie(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.Linear(10, 64), nn.ReLU(), nn.Linear(64, 2))) { BatchSize = 64, Epochs = 15 };

    /// <summary>A plane cuts the ball and its shell alike.</summary>
    protected override Student Unsuitable => new(() => nn.Linear(10, 2)) { BatchSize = 64, Epochs = 15 };

    /// <summary>Accuracy at seeds 0-4: suitable 0.909 to 0.922, unsuitable 0.475 to 0.519.</summary>
    protected override double Learned => 0.7;

    /// <summary>A ball in ten dimensions takes more samples than a curve in the plane.</summary>
    protected override int LessonSamples => 2000;

    [Fact]
    public void The_class_says_whether_the_squares_of_ten_normal_features_exceed_their_median()
    {
        const int samples = 40_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.Hastie(samples, distractors: 1, dtype: ScalarType.Float64);
        var features = data.Training.Input.narrow(1, 0, 10);

        Assert.Equal([11], data.InputShape);
        Assert.Equal(features.square().sum(1).gt(9.34).to(int64), data.Training.Target);
        Bounds.MeanIs(0, features);
        Bounds.MeanIs(1, features.square());
        Bounds.MeanIs(0.5, data.Training.Target.to(float64));
        Assert.Equal(Math.Log(2), data.InputIndependentLoss!.Value, 1e-5);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    public void Only_label_noise_limits_it(double labelNoise)
    {
        using var data = Synthetic.Hastie(samples: 1000, labelNoise: labelNoise);
        using var clean = Synthetic.Hastie(samples: 1000);
        Assert.Equal(labelNoise, data.BayesError!.Value, 1e-12);
        Assert.Equal(labelNoise, 1 - Statistics.Accuracy(clean.Training.Target, data.Training.Target), 1e-12);
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "labelNoise", () => Synthetic.Hastie(labelNoise: 1) },
        { "distractors", () => Synthetic.Hastie(distractors: -1) },
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
