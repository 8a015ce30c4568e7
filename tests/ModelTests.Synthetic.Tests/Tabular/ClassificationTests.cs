using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class ClassificationTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Classification(samples, informative: 5, classSep: 2, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Sequential(nn.Linear(20, 64), nn.ReLU(), nn.Linear(64, 2))) { Epochs = 15 };

    /// <summary>All corners are as far from the centre: the mean size of the features is much the same.</summary>
    protected override Student Unsuitable => new(() => nn.Sequential(new Signless(), nn.AdaptiveAvgPool1d(1), nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 2))) { Epochs = 15 };

    /// <summary>Accuracy at seeds 0-19: suitable 0.891 to 0.992, unsuitable 0.453 to 0.621.</summary>
    protected override double Learned => 0.75;

    [Fact]
    public void Redundant_and_repeated_features_add_no_dimension_and_the_others_are_normal()
    {
        const int samples = 20_000;
        using var scope = NewDisposeScope();
        var input = Synthetic.Classification(samples, features: 12, informative: 4, redundant: 3, repeated: 2, shuffle: false, dtype: ScalarType.Float64).Training.Input;
        var (telling, copies, other) = (input.narrow(1, 0, 9), input.narrow(1, 7, 2), input.narrow(1, 9, 3));

        Assert.Equal(4, linalg.eigvalsh(telling.t().matmul(telling) / samples).gt(1e-9).sum().ToInt64());
        for (var copy = 0; copy < 2; copy++)
            Assert.Contains(Enumerable.Range(0, 7), column => input.select(1, column).Equals(copies.select(1, copy)));
        Bounds.MeanIs(0, other);
        Bounds.MeanIs(1, other.square());
    }

    [Fact]
    public void Clusters_lie_around_corners_of_their_own()
    {
        const int perClass = 20_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.Classification(4 * perClass, features: 2, redundant: 0, classes: 4, clustersPerClass: 1, flipY: 0, classSep: 3, dtype: ScalarType.Float64).Training;
        var means = Enumerable.Range(0, 4).Select(k => data.Input[data.Target.eq(k)].mean([0])).ToList();

        // A feature of a cluster is a sum of two normal ones with factors of at most 1: its variance is at most 2.
        Assert.All(means, mean => Assert.All(mean.abs().data<double>(), size => Assert.Equal(3, size, Statistics.Z * Math.Sqrt(2.0 / perClass))));
        Assert.Equal(4, means.Select(mean => (mean[0].ToDouble() > 0, mean[1].ToDouble() > 0)).Distinct().Count());
    }

    [Fact]
    public void Flipped_labels_are_drawn_from_all_classes()
    {
        using var scope = NewDisposeScope();
        var clean = Synthetic.Classification(9000, classes: 3, clustersPerClass: 1, flipY: 0, shuffle: false).Training;
        var noisy = Synthetic.Classification(9000, classes: 3, clustersPerClass: 1, flipY: 0.3, shuffle: false).Training;

        Assert.Equal([3000, 3000, 3000], clean.Target.bincount(null).data<long>());
        Assert.Equal(clean.Input, noisy.Input);
        // A third of those drawn anew get the class that they had.
        Assert.Equal(0.8, Statistics.Accuracy(clean.Target, noisy.Target), 1e-9);
    }

    [Fact]
    public void Shift_comes_before_scale_and_both_can_be_drawn_per_feature()
    {
        using var scope = NewDisposeScope();
        var plain = Synthetic.Classification(shuffle: false, dtype: ScalarType.Float64).Training.Input;
        var moved = Synthetic.Classification(shuffle: false, shift: 2, scale: 3, dtype: ScalarType.Float64).Training.Input;
        var drawn = Synthetic.Classification(shuffle: false, shift: null, scale: null, dtype: ScalarType.Float64).Training.Input;
        var factors = drawn.std(0) / plain.std(0);

        Assert.True(allclose(moved, (plain + 2) * 3));
        Assert.InRange(factors.min().ToDouble(), 1, 101);
        Assert.InRange(factors.max().ToDouble(), 1, 101);
        Assert.Equal(20, factors.data<double>().Distinct().Count());
        Assert.True((drawn.mean([0]) / factors - plain.mean([0])).abs().le(1).all().ToBoolean());
    }

    [Theory]
    [InlineData(2, 2, 1)]
    [InlineData(3, 2, 0.5)]
    public void The_bayes_optimal_classifier_makes_the_bayes_error(int classes, int informative, double classSep)
    {
        const int samples = 40_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.Classification(2 * samples, features: informative, informative, redundant: 0, classes: classes, clustersPerClass: 1,
            flipY: 0.1, classSep: classSep, shuffle: false, split: Split.Stratified(0.5), dtype: ScalarType.Float64);
        var clean = Synthetic.Classification(2 * samples, features: informative, informative, redundant: 0, classes: classes, clustersPerClass: 1,
            flipY: 0, classSep: classSep, shuffle: false, dtype: ScalarType.Float64).Training;
        // One cluster per class: means and covariances are all there is to know, and 27,000 samples or more tell them.
        var scores = stack(Enumerable.Range(0, classes).Select(k => LogDensity(data.Validation!.Input, clean.Input[clean.Target.eq(k)])), 1);
        var error = 1 - Statistics.Accuracy(scores.argmax(1), data.Validation!.Target);

        Assert.Equal(data.BayesError!.Value, error, Statistics.ShareBound(error, samples) + (Statistics.Z * 0.0036));
    }

    [Fact]
    public void More_dimensions_than_can_be_enumerated_still_give_each_cluster_a_corner()
    {
        using var data = Synthetic.Classification(samples: 100, features: 40, informative: 40, redundant: 0, classes: 5);
        Assert.Equal([40], data.InputShape);
    }

    private static Tensor LogDensity(Tensor inputs, Tensor members)
    {
        var covariance = cov(members.t());
        var centred = inputs - members.mean([0]);
        return -(centred.matmul(linalg.inv(covariance)) * centred).sum(1) / 2 - (linalg.det(covariance).log() / 2);
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "features", () => Synthetic.Classification(features: 3) },
        { "informative", () => Synthetic.Classification(informative: 0) },
        { "informative", () => Synthetic.Classification(classes: 5, clustersPerClass: 1) },
        { "redundant", () => Synthetic.Classification(redundant: -1) },
        { "repeated", () => Synthetic.Classification(repeated: -1) },
        { "classes", () => Synthetic.Classification(classes: 1) },
        { "clustersPerClass", () => Synthetic.Classification(clustersPerClass: 0) },
        { "weights", () => Synthetic.Classification(weights: [0.5, 0.6]) },
        { "flipY", () => Synthetic.Classification(flipY: 1) },
        { "classSep", () => Synthetic.Classification(classSep: -1) },
        { "shift", () => Synthetic.Classification(shift: double.NaN) },
        { "scale", () => Synthetic.Classification(scale: 0) },
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
