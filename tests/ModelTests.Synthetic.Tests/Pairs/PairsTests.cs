using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class PairsTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.Pairs(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => new PairEmbedding(Encoders.Perceptron())) { Epochs = 30 };

    protected override Student Unsuitable => new(() => new PairEmbedding(Encoders.MeanOnly())) { Epochs = 30 };

    /// <summary>Over seeds 0 to 19 the perceptron reached an area under the ROC curve of 0.843 to 0.953, the other one 0.436 to 0.643.</summary>
    protected override double Learned => 0.75;

    [Fact]
    public void Pairs_of_one_class_are_near_and_others_are_far_but_for_the_distractors()
    {
        const int samples = 20_000;
        using var scope = NewDisposeScope();
        var data = Synthetic.Pairs(samples, separation: 4, distractorScale: 3, dtype: ScalarType.Float64).Training;
        var squares = (data.Inputs[0] - data.Inputs[1]).square().sum(1);

        // 3 directions of variance 2 and 7 of 2 · 3², each with twice its square as the variance of its square; and for two classes 4² at twice that.
        foreach (var (together, expected, extra) in new[] { (1, 6 + 126.0, 0.0), (0, 6 + 126 + 16.0, 4 * 2 * 16) })
        {
            var chosen = squares[data.Target.eq(together)];
            var variance = (3 * 2 * 4) + (7 * 2 * 18 * 18) + extra;
            Assert.Equal(expected, chosen.mean().ToDouble(), Statistics.Z * Math.Sqrt(variance / (double)chosen.numel()));
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_distance_of_the_samples_themselves_says_next_to_nothing(int seed)
    {
        using var data = Make(512, seed, null, ScalarType.Float32, 32);
        Assert.InRange(data.Task.Metrics((data.Training.Inputs[0], data.Training.Inputs[1]), data.Training)[0].Value, 0.4, 0.7);
    }

    [Fact]
    public void The_share_of_pairs_of_one_class_is_exact_and_the_input_independent_loss_is_that_of_the_best_constant_distance()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.Pairs(200, same: 0.3, margin: 2);
        var constant = new ModelOutput(zeros(200, 1), full([200, 1], 0.7f * 2));

        Assert.Equal(60, data.Training.Target.sum().ToDouble());
        Assert.Equal(0.3 * 0.7 * 4 / 2, data.InputIndependentLoss!.Value, 1e-12);
        Assert.Equal(data.InputIndependentLoss.Value, data.Task.Loss(constant, data.Training).ToDouble(), 1e-5);
        Assert.Null(data.LossFloor);
    }

    [Theory]
    [MemberData(nameof(HealthyFixture.Seeds), MemberType = typeof(HealthyFixture))]
    public void No_standard_check_accuses_a_healthy_model(int seed) => HealthyFixture.Passes(new Twins(), seed);

    public static TheoryData<string, Action> Illegal => new()
    {
        { "classes", () => Synthetic.Pairs(classes: 1) },
        { "features", () => Synthetic.Pairs(features: 0) },
        { "separation", () => Synthetic.Pairs(separation: -1) },
        { "distractors", () => Synthetic.Pairs(distractors: -1) },
        { "distractorScale", () => Synthetic.Pairs(distractorScale: double.NaN) },
        { "same", () => Synthetic.Pairs(same: 0) },
        { "same", () => Synthetic.Pairs(same: 1) },
        { "margin", () => Synthetic.Pairs(margin: 0) },
        { "margin", () => Synthetic.Pairs(margin: double.PositiveInfinity) },
        { "batchSize", () => Synthetic.Pairs(batchSize: 0) },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void Illegal_arguments_are_refused_by_name(string argument, Action create)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(create);
        Assert.Equal(argument, exception.ParamName);
        Assert.StartsWith(argument, exception.Message, StringComparison.Ordinal);
    }

    private sealed class Twins : ModelRecipes<PairEmbedding>
    {
        public override PairEmbedding CreateModel() => new(Encoders.Perceptron());

        public override ModelData CreateData() => Synthetic.Pairs(128, split: Split.Random(0.5));

        public override optim.Optimizer CreateOptimizer(PairEmbedding model) => optim.Adam(model.parameters(), lr: 0.01);
    }
}
