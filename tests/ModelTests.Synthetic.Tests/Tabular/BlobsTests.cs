using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class BlobsTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Blobs(samples, features: 8, centers: 8, clusterStd: 2, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Linear(8, 8)) { LearningRate = 0.03 };

    /// <summary>The mean over the features is far from enough to tell eight clouds apart.</summary>
    protected override Student Unsuitable => new(() => nn.Sequential(nn.AdaptiveAvgPool1d(1), nn.Linear(1, 32), nn.ReLU(), nn.Linear(32, 8))) { LearningRate = 0.03 };

    /// <summary>Accuracy at seeds 0-19: suitable 0.949 to 1, unsuitable 0.293 to 0.574.</summary>
    protected override double Learned => 0.8;

    [Fact]
    public void Each_cloud_is_round_with_its_deviation()
    {
        const int perClass = 20_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.Blobs(3 * perClass, clusterStd: 0.5, dtype: ScalarType.Float64).Training;
        for (var k = 0; k < 3; k++)
        {
            var covariance = cov(data.Input[data.Target.eq(k)].t());
            Assert.Equal(0.25, covariance[0, 0].ToDouble(), Statistics.Z * 0.25 * Math.Sqrt(2.0 / perClass));
            Assert.Equal(0.25, covariance[1, 1].ToDouble(), Statistics.Z * 0.25 * Math.Sqrt(2.0 / perClass));
            Assert.Equal(0, covariance[0, 1].ToDouble(), Statistics.Z * 0.25 / Math.Sqrt(perClass));
        }
    }

    [Fact]
    public void The_centers_are_uniform_in_their_box()
    {
        using var scope = NewDisposeScope();
        var input = Synthetic.Blobs(500, features: 40, centers: 500, clusterStd: 1e-6, centerBox: (-3, 1), dtype: ScalarType.Float64).Training.Input;
        Assert.InRange(input.min().ToDouble(), -3.001, -2.9);
        Assert.InRange(input.max().ToDouble(), 0.9, 1.001);
        Bounds.MeanIs(-1, input);
    }

    [Theory]
    [InlineData(2, 4)]
    [InlineData(6, 3)]
    public void The_nearest_center_makes_the_bayes_error(int centers, double clusterStd)
    {
        const int samples = 40_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.Blobs(2 * samples, centers: centers, clusterStd: clusterStd, split: Split.Stratified(0.5), dtype: ScalarType.Float64);
        var means = stack(Enumerable.Range(0, centers).Select(k => data.Training.Input[data.Training.Target.eq(k)].mean([0])));
        var error = 1 - Statistics.Accuracy(cdist(data.Validation!.Input, means).argmin(1), data.Validation.Target);

        Assert.Equal(data.BayesError!.Value, error, Statistics.ShareBound(error, samples) + (Statistics.Z * 0.0036));
    }

    [Fact]
    public void Classes_have_their_weights()
    {
        using var data = Synthetic.Blobs(samples: 100, weights: [0.5, 0.3, 0.2]);
        using var counts = data.Training.Target.bincount(null);
        Assert.Equal([50, 30, 20], counts.data<long>());
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "features", () => Synthetic.Blobs(features: 0) },
        { "centers", () => Synthetic.Blobs(centers: 1) },
        { "clusterStd", () => Synthetic.Blobs(clusterStd: 0) },
        { "centerBox", () => Synthetic.Blobs(centerBox: (1, 1)) },
        { "centerBox", () => Synthetic.Blobs(centerBox: (double.NaN, 1)) },
        { "weights", () => Synthetic.Blobs(weights: [0.5, 0.5]) },
        { "labelNoise", () => Synthetic.Blobs(labelNoise: 1) },
        { "distractors", () => Synthetic.Blobs(distractors: -1) },
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
