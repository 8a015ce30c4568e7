using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class XorTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Xor(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 2))) { LearningRate = 0.03, Epochs = 30 };

    /// <summary>A line leaves two opposite quadrants on one side each.</summary>
    protected override Student Unsuitable => new(() => nn.Linear(2, 2)) { LearningRate = 0.03, Epochs = 30 };

    /// <summary>Accuracy at seeds 0-19: suitable 0.957 to 0.992, unsuitable 0.355 to 0.711.</summary>
    protected override double Learned => 0.8;

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void The_class_is_the_parity_of_the_positive_features(int features)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Xor(features: features, distractors: 2).Training;

        Assert.Equal([512, features + 2], data.Input.shape);
        Assert.Equal(data.Input.narrow(1, 0, features).gt(0).sum(1).remainder(2), data.Target);
    }

    [Fact]
    public void No_single_feature_tells_anything_about_the_class()
    {
        const int samples = 40_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.Xor(samples, features: 3).Training;
        for (var feature = 0; feature < 3; feature++)
            Assert.Equal(0.5, Statistics.Accuracy(data.Input.select(1, feature).gt(0), data.Target.eq(1)), Statistics.ShareBound(0.5, samples));
    }

    [Theory]
    [InlineData(2, 0.3)]
    [InlineData(3, 0.1)]
    public void The_best_guess_after_noise_is_the_parity_of_what_is_seen_and_makes_the_bayes_error(int features, double noise)
    {
        const int samples = 40_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.Xor(samples, features, noise, dtype: ScalarType.Float64);
        var error = 1 - Statistics.Accuracy(data.Training.Input.gt(0).sum(1).remainder(2), data.Training.Target);

        Assert.Equal(data.BayesError!.Value, error, Statistics.ShareBound(error, samples) + (Statistics.Z * 0.0036));
    }

    [Fact]
    public void Noise_that_drowns_the_signs_leaves_nothing_to_learn()
    {
        using var data = Synthetic.Xor(samples: 1, noise: 100);
        Assert.Equal(Math.Log(2), data.LossFloor!.Value, 1e-3);
        Assert.Equal(0.5, data.BayesError!.Value, 0.01);
    }

    [Fact]
    public void Without_noise_it_can_be_learned_without_error()
    {
        using var data = Synthetic.Xor(samples: 1);
        Assert.Equal((0, 0, Math.Log(2)), (data.BayesError, data.LossFloor, data.InputIndependentLoss));
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "features", () => Synthetic.Xor(features: 1) },
        { "noise", () => Synthetic.Xor(noise: -0.1) },
        { "labelNoise", () => Synthetic.Xor(labelNoise: 1) },
        { "distractors", () => Synthetic.Xor(distractors: -1) },
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
