using Xunit;

namespace ModelTests.Tests;

public class ReportOfTests
{
    [Fact]
    public void A_report_has_verdicts_losses_sizes_activations_dependence_and_data()
    {
        var report = Judged(new ReportedFixtures.Healthy());
        Assert.Equal("ModelTests.Tests.ReportedFixtures.Healthy", report.Class);
        Assert.Equal("Module<Tensor, Tensor>", report.Model);
        Assert.Equal((42, "float32", "[32, 10]"), (report.Setting!.Seed, report.Setting.NumberType, report.Setting.BatchShapes));
        Assert.Equal(["NoNonFinite", "OverfitsSingleBatch"], report.Checks.Select(check => check.Name));
        Assert.All(report.Checks, check => Assert.Equal("holds", check.Outcome));

        Assert.Equal(["a single batch of 16 samples, learning rate 0.01", "20 training steps on different batches"], report.Losses.Select(curve => curve.Name));
        Assert.True(report.Losses[0].Losses[^1] < report.Losses[0].Losses[0] / 2);
        Assert.True(report.Losses[0].Constant > report.Losses[0].Floor);

        Assert.Equal(["First.weight", "First.bias", "Second.weight", "Second.bias", "Third.weight", "Third.bias"], report.Parameters.Select(parameter => parameter.Path));
        Assert.All(report.Parameters, parameter => Assert.Equal((20, 20, 20), (parameter.Values.Count, parameter.Gradients.Count, parameter.Updates.Count)));
        // Adam's first step moves every value by the learning rate.
        Assert.Equal(0.01, report.Parameters[0].Updates[0], 0.001);

        Assert.Equal(["First", "Second", "Third", ""], report.Activations.Select(module => module.Module));
        Assert.All(report.Activations, module => Assert.Equal((module.Before.Sum(), 32), (module.After.Sum(), module.Before.Count)));
        Assert.Equal(16 * 32, report.Activations[0].Before.Sum());

        Assert.All(report.Dependence!.Changes, (row, output) => Assert.All(row, (change, sample) => Assert.Equal(output == sample, change > 0)));
        Assert.Equal(["the input", "the target"], report.Data.Select(tensor => tensor.Name));
        Assert.Equal(10, report.Data[0].Samples[0].Values.Count);
        Assert.Empty(report.Notes);
    }

    [Fact]
    public void A_failure_names_its_cause_and_what_follows_from_it_and_skipped_checks_are_told()
    {
        var report = Judged(new ReportedFixtures.Unconnected());
        Assert.Equal(["GradientsReachEveryParameter", "WeightsUpdate", "OverfitsSingleBatch"], report.Checks.Select(check => check.Name));
        Assert.Equal(["fails", "fails", "skipped"], report.Checks.Select(check => check.Outcome));
        Assert.Equal(["WeightsUpdate"], report.Checks[0].Explains);
        Assert.Equal("GradientsReachEveryParameter", report.Checks[1].RootCause);
        Assert.NotEmpty(report.Checks[0].Findings);
        Assert.Equal("takes too long here", report.Checks[2].Headline);
    }

    [Fact]
    public void Only_what_was_judged_is_in_it_and_nothing_is_judged_for_it()
    {
        var fixture = new ReportedFixtures.Unconnected();
        var evidence = new Evidence(fixture);
        CheckRun.Of(CheckPlan.Find(fixture.GetType(), "WeightsUpdate"), evidence);
        Assert.Equal(["WeightsUpdate", "OverfitsSingleBatch"], Of(fixture, evidence).Checks.Select(check => check.Name));
        Assert.Single(evidence.Verdicts);
    }

    [Fact]
    public void A_model_that_throws_has_its_data_shown_and_the_reason_for_the_rest()
    {
        var report = Judged(new ReportedFixtures.Throwing());
        Assert.Null(report.Setting);
        Assert.Equal("fails", Assert.Single(report.Checks).Outcome);
        Assert.Equal(2, report.Data.Count);
        Assert.All(report.Notes, note => Assert.Contains("not written yet", note, StringComparison.Ordinal));
        Assert.Equal(2, report.Notes.Count);
        _ = ReportText.Read(ReportText.Write(report));
    }

    [Fact]
    public void Without_a_model_the_verdicts_are_left()
    {
        var report = Judged(new ReportedFixtures.WithoutModel());
        Assert.Contains("no weights here", Assert.Single(report.Checks).Headline, StringComparison.Ordinal);
        Assert.Equal(3, report.Notes.Count);
        Assert.Empty(report.Data);
    }

    [Fact]
    public void Losses_and_activations_that_are_not_finite_are_told_as_such()
    {
        var report = ReportText.Read(ReportText.Write(Judged(new ReportedFixtures.NotANumber())));
        Assert.Contains(report.Losses, curve => curve.Losses.Any(double.IsNaN));
        Assert.Contains(report.Activations, module => module.NonFinite > 0);
        Assert.Contains(report.Parameters, parameter => parameter.Gradients.Any(gradient => gradient is { } size && double.IsNaN(size)));
    }

    [Fact]
    public void Samples_that_change_each_other_are_beside_the_diagonal()
    {
        var changes = Judged(new ReportedFixtures.MixedBatch()).Dependence!.Changes;
        Assert.Contains(changes, row => row.Count(change => change > 0) > 1);
    }

    [Fact]
    public void A_deep_model_with_large_images_stays_below_a_megabyte()
    {
        var report = Judged(new ReportedFixtures.Many());
        Assert.InRange(ReportText.Write(report).Length, 1, 1_000_000);
        Assert.Equal((64, 64), (report.Parameters.Count, report.Activations.Count));
        Assert.Equal(("layers.0.weight", "head.bias"), (report.Parameters[0].Path, report.Parameters[^1].Path));
        Assert.Contains(report.Notes, note => note.Contains("64 of 402 trainable parameters are shown", StringComparison.Ordinal));
        var image = report.Data[0].Samples[0].Image!;
        Assert.Equal((32, 32, 3, 3072), (image.Width, image.Height, image.Channels, image.Pixels.Count));
        Assert.All(image.Pixels, pixel => Assert.InRange(pixel, 0, 255));
    }

    [Fact]
    public void Layers_that_hooks_do_not_see_have_activations_all_the_same() =>
        Assert.Equal(["First", "Second", "Third", ""], Judged(new ReportedFixtures.ByForward()).Activations.Select(module => module.Module));

    internal static ClassReport Judged(IRecipes fixture)
    {
        var evidence = new Evidence(fixture);
        foreach (var planned in CheckPlan.For(fixture.FixtureType).Where(planned => planned.Check.Skip is null))
            CheckRun.Of(planned, evidence);
        return Of(fixture, evidence);
    }

    private static ClassReport Of(IRecipes fixture, Evidence evidence) => ReportOf.Class(fixture.FixtureType, evidence, evidence.PicturesFor(CancellationToken.None));
}
