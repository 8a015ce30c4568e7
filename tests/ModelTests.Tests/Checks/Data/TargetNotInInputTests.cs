using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class TargetNotInInputTests : CheckTests<TargetNotInInputAttribute>
{
    private const int Window = 12;

    private protected override IRecipes ShownInDocs => Forecasts(gap: 1);

    [Fact]
    public void Holds_for_a_window_that_ends_before_the_target() => Holds(Forecasts(gap: 0));

    [Fact]
    public void Holds_for_a_classifier() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_when_the_next_number_of_a_count_is_asked_for() => Holds(Data(() =>
    {
        var counts = rand(40, 1) + (arange(6).to(float32) * 0.1);
        return (counts.narrow(1, 0, 5).unsqueeze(2), counts.narrow(1, 5, 1));
    }));

    [Fact]
    public void Holds_for_a_target_that_is_a_line_in_one_feature() => Holds(Data(() =>
    {
        var features = randn(40, 3);
        return (features, (features.narrow(1, 0, 1) * 2) + 1);
    }));

    [Fact]
    public void Holds_for_a_constant_target() => Holds(Data(() => (cat([randn(40, 3), ones(40, 1)], 1), ones(40, 1))));

    [Fact]
    public void Does_not_apply_to_a_reconstruction() => Answers(Data(() => Twice(randn(40, 6)), outputs: 6), Outcome.DoesNotApply, "as in reconstruction");

    [Fact]
    public void Does_not_apply_to_tokens() => Answers(Data(() =>
    {
        var tokens = randint(0, 4, [40, 6], int64);
        return (tokens, tokens.select(1, 0));
    }), Outcome.DoesNotApply, "tokens");

    [Fact]
    public void Does_not_apply_to_a_function_of_one_value() => Answers(Data(() => Twice(rand(40, 1))), Outcome.DoesNotApply, "one value per sample");

    [Fact]
    public void Names_the_step_to_be_predicted_in_the_window() => FailsNamingFirst(Forecasts(gap: 1), "input[:, 11, 0]", "the window includes the step");

    [Fact]
    public void Names_the_step_in_a_window_that_was_scaled() => FailsNamingFirst(Forecasts(gap: 1, scale: 0.37), "input[:, 11, 0]", "the window includes the step");

    [Fact]
    public void Names_the_steps_of_a_longer_horizon() => FailsNamingFirst(Forecasts(gap: 3, horizon: 3), "input[:, 9, 0]", "the window includes the step");

    [Fact]
    public void Names_a_label_left_among_the_features() => FailsNamingFirst(Data(() =>
    {
        var labels = randint(0, 4, 80, int64);
        return (cat([randn(80, 5), labels.unsqueeze(1).to(float32)], 1), labels);
    }, outputs: 4), "input[:, 5]", "column of the target");

    private static (Tensor, Tensor) Twice(Tensor tensor) => (tensor, tensor.clone());

    private static DataFixture Forecasts(int gap, int horizon = 1, double scale = 1) => Data(() =>
    {
        var phase = rand(64, 1) * (2 * Math.PI);
        var waves = sin(phase + (arange(Window + horizon) * 0.5)) + (randn(64, Window + horizon) * 0.1);
        return (((waves.narrow(1, gap, Window) - 0.1) * scale).unsqueeze(2), (scale == 1 ? waves - 0.1 : waves).narrow(1, Window, horizon));
    }, horizon);

    private static DataFixture Data(Func<(Tensor, Tensor)> draw, long outputs = 1) => new(() =>
    {
        var (inputs, targets) = draw();
        return ModelData.From(inputs, targets, batchSize: 16);
    }, outputs);
}
