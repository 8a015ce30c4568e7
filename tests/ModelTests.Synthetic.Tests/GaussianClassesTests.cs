using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class GaussianClassesTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.GaussianClasses(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Linear(10, 4));

    /// <summary>The mean over the features is far from enough to tell four classes apart.</summary>
    protected override Student Unsuitable => new(() => nn.Sequential(nn.AdaptiveAvgPool1d(1), nn.Linear(1, 16), nn.ReLU(), nn.Linear(16, 4)));

    protected override double Learned => 0.8;

    [Theory]
    [InlineData(4, 3, 4, false)]
    [InlineData(4, 3, 4, true)]
    [InlineData(2, 3, 1, true)]
    [InlineData(5, 3, 2, true)]
    public void Means_have_the_separation_as_their_smallest_mahalanobis_distance(int classes, int features, double separation, bool correlated)
    {
        const int perClass = 10_000;
        using var scope = NewDisposeScope();
        var covariance = correlated ? Correlated() : eye(3, dtype: float64);
        var data = Synthetic.GaussianClasses(perClass * classes, features, classes, separation, covariance, dtype: ScalarType.Float64).Training;
        var means = Means(data, classes);
        var inverse = linalg.inv(covariance);
        var distances = (
            from i in Enumerable.Range(0, classes)
            from j in Enumerable.Range(0, i)
            let difference = means[i] - means[j]
            select Math.Sqrt(difference.dot(inverse.matmul(difference)).ToDouble())).ToList();

        // A distance along one direction has the variance 2/n; the others add 2/n each to its square, which moves it up.
        var bound = (Statistics.Z * Math.Sqrt(2.0 / perClass)) + (features / (perClass * separation));
        Assert.Equal(separation, distances.Min(), bound);
        if (features >= classes - 1)
            Assert.Equal(separation, distances.Max(), bound);
    }

    [Fact]
    public void Each_class_has_the_covariance()
    {
        const int perClass = 20_000;
        using var scope = NewDisposeScope();
        var covariance = Correlated();
        var data = Synthetic.GaussianClasses(2 * perClass, features: 3, classes: 2, covariance: covariance, dtype: ScalarType.Float64).Training;
        for (var k = 0; k < 2; k++)
        {
            var sample = cov(data.Input[data.Target.eq(k)].t());
            for (var i = 0; i < 3; i++)
            {
                for (var j = 0; j < 3; j++)
                {
                    var (ii, jj, ij) = (covariance[i, i].ToDouble(), covariance[j, j].ToDouble(), covariance[i, j].ToDouble());
                    Assert.Equal(ij, sample[i, j].ToDouble(), Statistics.Z * Math.Sqrt(((ii * jj) + (ij * ij)) / perClass));
                }
            }
        }
    }

    [Fact]
    public void Classes_are_balanced_and_in_random_order()
    {
        using var scope = NewDisposeScope();
        var labels = Synthetic.GaussianClasses(samples: 512).Training.Target;

        Assert.Equal([128, 128, 128, 128], labels.bincount(null).data<long>());
        // Neighbours share a class as often as chance has it.
        Assert.Equal(0.25, Statistics.Accuracy(labels[..^1], labels[1..]), Statistics.ShareBound(0.25, 511));
    }

    [Fact]
    public void Classes_have_their_weights()
    {
        using var scope = NewDisposeScope();
        var labels = Synthetic.GaussianClasses(samples: 1000, classes: 3, weights: [0.5, 0.3, 0.2]).Training.Target;

        Assert.Equal([500, 300, 200], labels.bincount(null).data<long>());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Label_noise_replaces_its_share_of_the_labels_with_other_classes_and_leaves_the_inputs(int classes)
    {
        const int samples = 12_000;
        using var scope = NewDisposeScope();
        var clean = Synthetic.GaussianClasses(samples, classes: classes).Training;
        var noisy = Synthetic.GaussianClasses(samples, classes: classes, labelNoise: 0.3).Training;
        var shift = (noisy.Target - clean.Target + classes).remainder(classes).bincount(null, classes).data<long>();

        Assert.Equal(clean.Input, noisy.Input);
        Assert.Equal(samples * 7 / 10, shift[0]);
        for (var k = 1; k < classes; k++)
            Assert.Equal(1.0 / (classes - 1), shift[k] / 3600.0, Statistics.ShareBound(1.0 / (classes - 1), 3600));
    }

    [Fact]
    public void Distractors_are_standard_normal_in_every_class_and_come_last()
    {
        const int perClass = 20_000;
        using var scope = NewDisposeScope();
        var plain = Synthetic.GaussianClasses(2 * perClass, features: 2, classes: 2, separation: 10).Training;
        var data = Synthetic.GaussianClasses(2 * perClass, features: 2, classes: 2, separation: 10, distractors: 3).Training;

        Assert.Equal([2 * perClass, 5], data.Input.shape);
        Assert.Equal(plain.Input, data.Input.narrow(1, 0, 2));
        for (var k = 0; k < 2; k++)
        {
            var distractors = data.Input[data.Target.eq(k)].narrow(1, 2, 3).to(float64);
            Assert.All(distractors.mean([0]).data<double>(), mean => Assert.Equal(0, mean, Statistics.Z / Math.Sqrt(perClass)));
            Assert.All(distractors.var(0).data<double>(), variance => Assert.Equal(1, variance, Statistics.Z * Math.Sqrt(2.0 / perClass)));
        }
    }

    [Fact]
    public void A_shape_only_arranges_the_features()
    {
        using var flat = Synthetic.GaussianClasses(features: 48);
        using var images = Synthetic.GaussianClasses(shape: [3, 4, 4]);

        Assert.Equal([512, 3, 4, 4], images.Training.Input.shape);
        using var flattened = images.Training.Input.flatten(1);
        Assert.Equal(flat.Training.Input, flattened);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(100)]
    public void One_sample_is_enough(int classes)
    {
        using var data = Synthetic.GaussianClasses(samples: 1, classes: classes, labelNoise: 0.1, distractors: 1);
        Assert.Equal([1, 11], data.Training.Input.shape);
        Assert.Equal([1], data.Training.Target.shape);
        Assert.Equal(new LearningTask.Classification(classes), data.Task);
    }

    [Theory]
    [InlineData(4, 10, 3, null, 0)]
    [InlineData(2, 2, 1, null, 0)]
    [InlineData(4, 10, 3, null, 0.2)]
    [InlineData(3, 10, 2, new[] { 0.7, 0.2, 0.1 }, 0)]
    [InlineData(7, 2, 2, null, 0)]
    public void The_bayes_optimal_classifier_makes_the_bayes_error(int classes, int features, double separation, double[]? weights, double labelNoise)
    {
        const int samples = 40_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.GaussianClasses(2 * samples, features, classes, separation, weights: weights, labelNoise: labelNoise,
            split: Split.Random(0.5), dtype: ScalarType.Float64);
        var clean = Synthetic.GaussianClasses(2 * samples, features, classes, separation, weights: weights, split: Split.Random(0.5), dtype: ScalarType.Float64);

        // Known covariance, priors and, but for an error of order 1/√n, means: these are the true log densities.
        var means = Means(clean.Training, classes);
        var logPriors = clean.Training.Target.bincount(null, classes).to(float64).log();
        var scores = data.Validation!.Input.matmul(means.t()) - (means.square().sum(1) / 2) + logPriors;
        var error = 1 - Statistics.Accuracy(scores.argmax(1), data.Validation.Target);

        var expected = data.BayesError!.Value;
        var estimate = labelNoise == 0 && weights is null && features >= classes - 1 ? 0 : Statistics.Z * 0.0016;
        var bound = Statistics.ShareBound(expected, samples) + estimate;
        Assert.InRange(error, expected - bound, expected + bound);

        if (labelNoise == 0)
        {
            var losses = nn.functional.cross_entropy(scores, data.Validation.Target, reduction: nn.Reduction.None);
            Assert.Equal(data.LossFloor!.Value, losses.mean().ToDouble(), Statistics.Z * ((losses.std().ToDouble() / Math.Sqrt(samples)) + (0.0016 * Math.Log(classes))));
        }
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "samples", () => Synthetic.GaussianClasses(samples: 0) },
        { "samples", () => Synthetic.GaussianClasses(samples: -1) },
        { "features", () => Synthetic.GaussianClasses(features: 0) },
        { "classes", () => Synthetic.GaussianClasses(classes: 1) },
        { "separation", () => Synthetic.GaussianClasses(separation: -1) },
        { "separation", () => Synthetic.GaussianClasses(separation: double.NaN) },
        { "covariance", () => Synthetic.GaussianClasses(features: 2, covariance: eye(3)) },
        { "weights", () => Synthetic.GaussianClasses(classes: 2, weights: [0.5, 0.6]) },
        { "labelNoise", () => Synthetic.GaussianClasses(labelNoise: 1) },
        { "labelNoise", () => Synthetic.GaussianClasses(labelNoise: -0.1) },
        { "distractors", () => Synthetic.GaussianClasses(distractors: -1) },
        { "shape", () => Synthetic.GaussianClasses(shape: []) },
        { "shape", () => Synthetic.GaussianClasses(features: 10, shape: [1, 28, 28]) },
        { "batchSize", () => Synthetic.GaussianClasses(batchSize: 0) },
        { "dtype", () => Synthetic.GaussianClasses(dtype: ScalarType.Int32) },
        { "split", () => Synthetic.GaussianClasses(shape: [1, 28, 28], split: Split.Gap(-0.1, 0.1)) },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void Illegal_arguments_are_refused_by_name(string argument, Action create)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(create);
        Assert.Equal(argument, exception.ParamName);
        Assert.StartsWith(argument, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void A_linear_classifier_comes_close_to_the_bayes_error_and_one_that_sees_distractors_only_stays_at_chance(int seed)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.GaussianClasses(samples: 4000, distractors: 10, split: Split.Random(0.5), seed: seed);
        var bayes = 1 - data.BayesError!.Value;

        Assert.True(SoftmaxAccuracy(data, 0, 20) > bayes - CostOfEstimation - Statistics.ShareBound(bayes, 2000));
        Assert.True(SoftmaxAccuracy(data, 10, 10) < 0.25 + Statistics.ShareBound(0.25, 2000));
    }

    /// <summary>
    /// What a linear classifier may lose by learning its (20 + 1) · 3 free parameters from 2000 samples: an excess cross entropy of
    /// parameters / 2n = 0.016 in the mean (Wilks), and about as much accuracy at most.
    /// </summary>
    private const double CostOfEstimation = 63 / 4000.0;

    /// <summary>The held-out accuracy of softmax regression on some of the features, from zero weights.</summary>
    private static double SoftmaxAccuracy(SyntheticData data, int firstFeature, int features)
    {
        var weight = new Parameter(zeros(features, 4));
        var bias = new Parameter(zeros(4));
        using var optimizer = optim.Adam([weight, bias], lr: 0.05);
        for (var step = 0; step < 200; step++)
        {
            using var stepScope = NewDisposeScope();
            optimizer.zero_grad();
            nn.functional.cross_entropy(Logits(data.Training), data.Training.Target).backward();
            optimizer.step();
        }
        return Statistics.Accuracy(Logits(data.Validation!).argmax(1), data.Validation!.Target);

        Tensor Logits(Batch part) => part.Input.narrow(1, firstFeature, features).matmul(weight) + bias;
    }

    private static Tensor Means(Batch samples, int classes) =>
        stack(Enumerable.Range(0, classes).Select(k => samples.Input[samples.Target.eq(k)].mean([0])));

    private static Tensor Correlated() => tensor(new double[,] { { 2, 0.5, 0 }, { 0.5, 1, -0.3 }, { 0, -0.3, 4 } });
}
