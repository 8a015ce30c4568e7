using Xunit;

namespace ModelTests.Tests;

public class GaussianLimitsTests : OneThread
{
    private static readonly double[] Balanced3 = [1.0 / 3, 1.0 / 3, 1.0 / 3];

    /// <summary>The standard error of the estimates, and as many of them as chance does not reach.</summary>
    private const double EstimateBound = Statistics.Z * 0.0016;

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.3085375387259869)]
    [InlineData(2, 0.15865525393145705)]
    [InlineData(4, 0.022750131948179195)]
    [InlineData(8, 3.167124183311986e-5)]
    public void Two_balanced_classes_have_the_error_of_the_normal_distribution_at_half_their_distance(double separation, double expected)
    {
        var error = GaussianLimits.Of([0.5, 0.5], 10, separation, labelNoise: 0).BayesError!.Value;
        Assert.Equal(expected, error, 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(50)]
    public void Classes_on_top_of_each_other_can_only_be_guessed(int classes) =>
        Assert.Equal(1 - (1.0 / classes), GaussianLimits.EquidistantError(classes, 0), 1e-12);

    [Theory]
    [InlineData(3, 1, 0)]
    [InlineData(4, 2, 0)]
    [InlineData(4, 4, 0.2)]
    [InlineData(10, 3, 0.1)]
    public void Formula_and_estimate_agree(int classes, double separation, double labelNoise)
    {
        double[] weights = [.. Enumerable.Repeat(1.0 / classes, classes)];
        var formula = GaussianLimits.Of(weights, 10, separation, labelNoise).BayesError!.Value;
        var (estimate, _) = GaussianLimits.Estimate(weights, 10, separation, labelNoise);

        Assert.InRange(estimate, formula - EstimateBound, formula + EstimateBound);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Three_classes_on_a_line_have_four_thirds_of_the_error_of_two(double separation)
    {
        // Two borders, each with a tail of Φ(-d/2) on both sides, over three classes.
        var expected = 4.0 / 3 * GaussianLimits.EquidistantError(2, separation);
        var error = GaussianLimits.Of(Balanced3, 1, separation, labelNoise: 0).BayesError!.Value;

        Assert.InRange(error, expected - EstimateBound, expected + EstimateBound);
    }

    [Fact]
    public void Unequal_weights_move_the_border()
    {
        // Two classes of weights 0.9 and 0.1 at distance 2: the border is at ln(9)/2 past the middle.
        var border = Math.Log(9) / 2;
        var expected = (0.9 * Tail(1 + border)) + (0.1 * Tail(1 - border));
        var error = GaussianLimits.Of([0.9, 0.1], 5, separation: 2, labelNoise: 0).BayesError!.Value;

        Assert.InRange(error, expected - EstimateBound, expected + EstimateBound);
    }

    [Theory]
    [InlineData(2, 0.1, 0)]
    [InlineData(2, 0.25, 3)]
    public void Label_noise_is_added_to_the_error(int classes, double labelNoise, double separation)
    {
        var clean = GaussianLimits.EquidistantError(classes, separation);
        var noisy = GaussianLimits.Of([0.5, 0.5], 10, separation, labelNoise).BayesError!.Value;

        Assert.Equal((clean * (1 - labelNoise)) + ((1 - clean) * labelNoise), noisy, 1e-12);
    }

    [Fact]
    public void Labels_that_are_mostly_flipped_are_best_predicted_by_the_other_class()
    {
        var error = GaussianLimits.Of([0.5, 0.5], 10, separation: 8, labelNoise: 0.9).BayesError!.Value;
        Assert.InRange(error, 0.1 - EstimateBound, 0.1 + EstimateBound);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void The_loss_floor_of_two_classes_is_the_integral_of_the_posteriors_entropy(double labelNoise)
    {
        const double separation = 2, step = 0.001;
        var expected = 0.0;
        for (var z = -10.0; z < 10; z += step)
        {
            var posterior = 1 / (1 + Math.Exp(-((separation * separation / 2) + (separation * z))));
            var p = ((1 - labelNoise) * posterior) + (labelNoise * (1 - posterior));
            expected -= step * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI) * ((p * Math.Log(p)) + (p == 1 ? 0 : (1 - p) * Math.Log(1 - p)));
        }
        var floor = GaussianLimits.Of([0.5, 0.5], 10, separation, labelNoise).LossFloor!.Value;

        Assert.InRange(floor, expected - EstimateBound, expected + EstimateBound);
    }

    [Fact]
    public void Ignoring_the_input_costs_the_entropy_of_the_labels()
    {
        Assert.Equal(Math.Log(3), GaussianLimits.Of(Balanced3, 10, 4, 0).InputIndependentLoss!.Value, 1e-12);
        // 0.9 · 0.8 + 0.1 · 0.2 = 0.74
        Assert.Equal(-(0.74 * Math.Log(0.74)) - (0.26 * Math.Log(0.26)), GaussianLimits.Of([0.8, 0.2], 10, 4, 0.1).InputIndependentLoss!.Value, 1e-12);
    }

    [Fact]
    public void Without_separation_the_input_is_worth_nothing()
    {
        var limits = GaussianLimits.Of(Balanced3, 10, separation: 0, labelNoise: 0);
        Assert.Equal(limits.InputIndependentLoss!.Value, limits.LossFloor!.Value, 1e-9);
    }

    [Fact]
    public void The_estimates_are_the_same_each_time() =>
        Assert.Equal(GaussianLimits.Of([0.7, 0.3], 2, 2, 0.1), GaussianLimits.Of([0.7, 0.3], 2, 2, 0.1));

    private static double Tail(double z) => GaussianLimits.EquidistantError(2, 2 * z);
}
