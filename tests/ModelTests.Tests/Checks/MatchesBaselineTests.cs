using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class MatchesBaselineTests : CheckTests<MatchesBaselineAttribute>
{
    private const string Accuracy = """{"mean": 0.95, "spread": 0.01, "better": "higher", "resolution": 0.001, "sampling error": 0.02}""";

    private static readonly Lazy<string> Source = new(WriteBaselines);

    protected override MatchesBaselineAttribute Check => new(Source.Value) { Steps = 30 };

    private protected override IRecipes ShownInDocs => new Untrained();

    [Fact]
    public void Holds_after_training_with_other_random_numbers() => Holds(new Fixture());

    [Fact]
    public void Holds_for_a_refactored_model() =>
        Holds(new Fixture { Model = () => Sequential(("entry", Linear(10, 32)), ("relu", ReLU()), ("exit", Linear(32, 4))) });

    [Fact]
    public void Holds_and_states_what_would_be_found() => Answers(new Fixture(), Outcome.Holds, "would be found");

    [Fact]
    public void A_step_that_no_longer_trains_is_found() => Answers(new Fixture { Rate = 0 }, Outcome.Fails, "is worse than in the baseline");

    [Fact]
    public void A_learning_rate_that_is_far_too_large_is_found() => FailsNamingFirst(new Fixture { Rate = 10 }, "loss");

    [Fact]
    public void A_model_of_another_size_is_named_as_the_cause() =>
        FailsNamingFirst(new Fixture { Model = () => Sequential(Linear(10, 1), ReLU(), Linear(1, 4)) }, "loss", "the model has changed: values 484 before, 19 now");

    [Fact]
    public void Better_is_said_and_is_no_failure()
    {
        var verdict = Compare(Accuracy, Accuracy.Replace("0.95", "0.99", StringComparison.Ordinal));
        Assert.Equal(Outcome.Holds, verdict.Outcome);
        Assert.Equal("accuracy better by 0.04: accept to hold it", verdict.Warning);
    }

    [Fact]
    public void Worse_by_less_than_the_spread_explains_is_no_failure() =>
        Assert.Equal(Outcome.Holds, Compare(Accuracy, Accuracy.Replace("0.95", "0.94", StringComparison.Ordinal)).Outcome);

    [Fact]
    public void A_rising_error_is_worse() => Fails(
        Compare(Accuracy.Replace("higher", "lower", StringComparison.Ordinal), Accuracy.Replace("higher", "lower", StringComparison.Ordinal).Replace("0.95", "0.99", StringComparison.Ordinal)),
        "is worse than in the baseline: 0.99 after 0.95");

    [Fact]
    public void An_unstable_training_does_not_hide_behind_its_own_spread() => Fails(
        Compare(Accuracy, """{"mean": 0.7, "spread": 0.2, "better": "higher", "resolution": 0.001}"""), "is worse than in the baseline");

    [Fact]
    public void Equal_figures_of_all_seeds_allow_for_a_held_out_sample_and_not_for_many()
    {
        const string Perfect = """{"mean": 1, "spread": 0, "better": "higher", "resolution": 0.01}""";
        Assert.Equal(Outcome.Holds, Compare(Perfect, Perfect.Replace("1,", "0.99,", StringComparison.Ordinal)).Outcome);
        Fails(Compare(Perfect, Perfect.Replace("1,", "0.9,", StringComparison.Ordinal)), "is worse");
    }

    [Theory]
    [InlineData(0.95, double.NaN, "is not a number")]
    [InlineData(double.NaN, 0.95, "is not a number in the baseline")]
    [InlineData(double.NaN, double.NaN, "is not a number")]
    public void NaN_equals_nothing(double before, double now, string says)
    {
        Fails(Compare(With(before), With(now)), says);

        static string With(double value) => Accuracy.Replace("0.95", double.IsNaN(value) ? "\"NaN\"" : "0.95", StringComparison.Ordinal);
    }

    [Fact]
    public void A_metric_that_is_gone_fails() => Fails(Compare([("accuracy", Accuracy), ("F1", Accuracy)], [("accuracy", Accuracy)]), "F1 is in the baseline, and the fixture's Metrics no longer gives it");

    [Fact]
    public void A_metric_that_is_new_fails() => Fails(Compare([("accuracy", Accuracy)], [("accuracy", Accuracy), ("F1", Accuracy)]), "F1 is not in the baseline");

    [Fact]
    public void A_metric_whose_direction_has_changed_fails() =>
        Fails(Compare(Accuracy, Accuracy.Replace("higher", "lower", StringComparison.Ordinal)), "accuracy was better higher in the baseline, and now it is better lower");

    [Theory]
    [InlineData("seeds", "recorded with 5 seeds, and now there are 7")]
    [InlineData("steps", "recorded after 100 training steps, and now there are 7")]
    public void Another_training_is_not_compared(string setting, string says) => Fails(
        new MatchesBaselineAttribute().Compare(Document([("accuracy", Accuracy)]), Document([("accuracy", Accuracy)], (setting, 7)), sameEnvironment: true), says);

    [Theory]
    [InlineData("accuracy 0.2", true)]
    [InlineData("accuracy 20 %", true)]
    [InlineData("accuracy 0.02", false)]
    [InlineData("accuracy 1%", false)]
    public void A_tolerance_takes_the_place_of_the_spread(string tolerance, bool holds)
    {
        var verdict = Compare(new MatchesBaselineAttribute { Tolerance = tolerance }, Accuracy, Accuracy.Replace("0.95", "0.9", StringComparison.Ordinal));
        Assert.Equal(holds ? Outcome.Holds : Outcome.Fails, verdict.Outcome);
    }

    [Fact]
    public void A_tolerance_for_a_metric_that_there_is_not_fails() =>
        Fails(Compare(new MatchesBaselineAttribute { Tolerance = "acuracy 0.1" }, Accuracy, Accuracy), "acuracy is named by Tolerance, and is no metric of the fixture");

    [Fact]
    public void Another_environment_allows_for_other_held_out_samples_and_says_so()
    {
        var worse = Document([("accuracy", Accuracy.Replace("0.95", "0.9", StringComparison.Ordinal))]);
        var check = new MatchesBaselineAttribute();
        Fails(check.Compare(Document([("accuracy", Accuracy)]), worse, sameEnvironment: true), "is worse");
        var verdict = check.Compare(Document([("accuracy", Accuracy)]), worse, sameEnvironment: false);
        Assert.Equal(Outcome.Holds, verdict.Outcome);
        Assert.Contains("the baseline is from another environment", verdict.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void Parameter_names_are_compared_where_it_was_asked_for()
    {
        var before = Document([("accuracy", Accuracy)]).With("parameters", "fc1.weight", "[32, 10]").With("parameters", "fc1.bias", "[32]");
        var now = Document([("accuracy", Accuracy)]).With("parameters", "fc1.weight", "[64, 10]").With("parameters", "entry.bias", "[32]");
        Assert.Equal(Outcome.Holds, new MatchesBaselineAttribute().Compare(before, now, sameEnvironment: true).Outcome);
        var verdict = new MatchesBaselineAttribute { Parameters = true }.Compare(before, now, sameEnvironment: true);
        Fails(verdict, "fc1.weight is [64, 10], and was [32, 10] in the baseline");
        Assert.Equal(["fc1.weight", "fc1.bias", "entry.bias"], verdict.Findings.Select(finding => finding.Location));
    }

    [Theory]
    [InlineData("4.4", true, Outcome.Holds)]
    [InlineData("4.6", true, Outcome.Fails)]
    [InlineData("4.6", false, Outcome.Holds)]
    public void A_step_may_take_a_factor_of_the_time_on_the_same_machine(string time, bool sameEnvironment, Outcome outcome) => Assert.Equal(outcome,
        new MatchesBaselineAttribute { StepTime = 1.5 }.Compare(Document([("accuracy", Accuracy)]).With("step", "time", "3"), Document([("accuracy", Accuracy)]).With("step", "time", time), sameEnvironment).Outcome);

    [Fact]
    public void A_step_may_keep_a_factor_of_the_tensors_alive() => Fails(
        new MatchesBaselineAttribute { LiveTensors = 1.1 }.Compare(
            Document([("accuracy", Accuracy)]).With("step", "live tensors", "100"), Document([("accuracy", Accuracy)]).With("step", "live tensors", "120"), sameEnvironment: true),
        "live tensors is 1.2 times that of the baseline");

    [Fact]
    public void A_guard_without_a_figure_in_the_baseline_fails() => Fails(
        new MatchesBaselineAttribute { LiveTensors = 1.1 }.Compare(Document([("accuracy", Accuracy)]), Document([("accuracy", Accuracy)]).With("step", "live tensors", "120"), sameEnvironment: true),
        "live tensors is to be compared, and the baseline has none");

    [Fact]
    public void The_cost_of_a_step_is_recorded_where_it_was_asked_for()
    {
        var received = new MatchesBaselineAttribute(Source.Value) { Seeds = 2, Steps = 1, StepTime = 2, LiveTensors = 2 }.Receive(new Evidence(new Fixture()));
        var step = QualityBaseline.Read(received);
        Assert.True(step is { StepTime: > 0, LiveTensors: > 4 }, received.ToString());
    }

    [Theory]
    [InlineData(1, 10, null, 0, 0, "Seeds is 1")]
    [InlineData(5, 0, null, 0, 0, "Steps is 0")]
    [InlineData(5, 10, "accuracy", 0, 0, "Tolerance is \"accuracy\"")]
    [InlineData(5, 10, "loss 1, loss 2", 0, 0, "stands in it twice")]
    [InlineData(5, 10, null, 0.5, 0, "StepTime is 0.5")]
    [InlineData(5, 10, null, 0, 0.5, "LiveTensors is 0.5")]
    public void An_argument_without_sense_is_named(int seeds, int steps, string? tolerance, double time, double tensors, string says)
    {
        var check = new MatchesBaselineAttribute(Source.Value) { Seeds = seeds, Steps = steps, Tolerance = tolerance, StepTime = time, LiveTensors = tensors };
        Assert.Contains(says, Judge.With(check, new Evidence(new Fixture())).Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_is_no_figure_is_named() => Assert.Contains("\"accuracy\" is true",
        Assert.Throws<FixtureException>(() => Compare("true", Accuracy)).Message, StringComparison.Ordinal);

    [Fact]
    public void Too_little_data_is_named() =>
        Answers(new Fixture { Samples = 20 }, Outcome.Fails, "the data is too small to hold 16 samples out");

    [Fact]
    public void A_diverged_training_fails() =>
        FailsNamingFirst(new Fixture { Criterion = (output, target) => functional.cross_entropy(output, target) * double.NaN }, "loss");

    private static void Fails(Verdict verdict, string says)
    {
        Assert.Equal(Outcome.Fails, verdict.Outcome);
        Assert.Contains(says, verdict.Headline, StringComparison.Ordinal);
    }

    private static Verdict Compare(string before, string now) => Compare([("accuracy", before)], [("accuracy", now)]);

    private static Verdict Compare((string, string)[] before, (string, string)[] now) => new MatchesBaselineAttribute().Compare(Document(before), Document(now), sameEnvironment: true);

    private static Verdict Compare(MatchesBaselineAttribute check, string before, string now) =>
        check.Compare(Document([("accuracy", before)]), Document([("accuracy", now)]), sameEnvironment: true);

    private static Baseline Document((string Name, string Line)[] metrics, params (string Name, long Value)[] settings)
    {
        var training = new Dictionary<string, long> { ["seeds"] = 5, ["steps"] = 100, ["seed"] = 42, ["training samples"] = 300, ["held-out samples"] = 100 };
        foreach (var (name, value) in settings)
            training[name] = value;
        return new Baseline("Tests", "MatchesBaseline",
            [.. training.Select(entry => new BaselineEntry("training", entry.Key, $"{entry.Value}")), .. metrics.Select(metric => new BaselineEntry("metrics", metric.Name, metric.Line))]);
    }

    /// <summary>A folder with a source file, the accepted baseline of <see cref="Fixture"/> and one that <see cref="Untrained"/> does not reach.</summary>
    private static string WriteBaselines()
    {
        var source = Path.Combine(Directory.CreateTempSubdirectory("modeltests").FullName, "Tests.cs");
        File.WriteAllText(source, "");
        var check = new MatchesBaselineAttribute(source) { Steps = 30 };
        check.FileOf(typeof(Fixture)).WriteVerified(check.Document(new Evidence(new Fixture())));
        check.FileOf(typeof(Untrained)).WriteVerified(BaselineEnvironment.Of("cpu").AddedTo(Document(
            [
                ("accuracy", """{"mean": 0.838, "spread": 0.0171, "better": "higher", "resolution": 0.00781, "sampling error": 0.031}"""),
                ("loss", """{"mean": 0.452, "spread": 0.0136, "better": "lower", "resolution": 0.0035, "sampling error": 0.0496}"""),
            ], ("steps", 30), ("training samples", 384), ("held-out samples", 128))));
        return source;
    }

    private class Fixture : ModelRecipes<Module<Tensor, Tensor>>
    {
        public Func<Module<Tensor, Tensor>> Model { get; init; } = () => Sequential(Linear(10, 32), ReLU(), Linear(32, 4));

        public Func<Tensor, Tensor, Tensor> Criterion { get; init; } = (output, target) => functional.cross_entropy(output, target);

        public double Rate { get; init; } = 0.02;

        public int Samples { get; init; } = 512;

        public override Module<Tensor, Tensor> CreateModel() => Model();

        public override ModelData CreateData() => Synthetic.GaussianClasses(samples: Samples, seed: 1);

        public override Tensor Loss(Tensor output, Tensor target) => Criterion(output, target);

        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.Adam(model.parameters(), lr: Rate);
    }

    private sealed class Untrained : Fixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch) => Loss(Forward(training.Model, batch), batch);
    }
}

internal static class BaselineEntries
{
    /// <summary>The baseline with one more line.</summary>
    public static Baseline With(this Baseline baseline, string section, string name, string value) =>
        baseline with { Entries = [.. baseline.Entries, new BaselineEntry(section, name, value)] };
}
