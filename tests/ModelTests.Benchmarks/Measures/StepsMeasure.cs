using System.Globalization;
using System.Text;

namespace ModelTests.Benchmarks;

/// <summary>How many training steps the standard checks take beside those that memorise a batch, and which check causes them.</summary>
internal sealed class StepsMeasure(BatteryProfiles profiles) : Measure
{
    public override string Name => "steps";

    public override string Claim => "training steps of the standard checks beyond the overfit run's own";

    public override string Details
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"| check, in this order | {string.Join(" | ", profiles.All.Select(profile => $"{profile.Model.Name}: steps | passes | s"))} |\n");
            text.Append(CultureInfo.InvariantCulture, $"|---|{string.Concat(profiles.All.Select(_ => "---|---|---|"))}\n");
            for (var i = 0; i < profiles.All[0].Checks.Count; i++)
                text.Append(CultureInfo.InvariantCulture, $"| {profiles.All[0].Checks[i].Check} | {string.Join(" | ", profiles.All.Select(profile => Cells(profile.Checks[i])))} |\n");
            text.Append(CultureInfo.InvariantCulture, $"| all | {string.Join(" | ", profiles.All.Select(profile => $"{profile.Steps}, {profile.OverfitSteps} of them the overfit run's | {profile.Checks.Sum(check => check.Passes)} | {profile.Checks.Sum(check => check.Seconds):F2}"))} |\n");
            return text.ToString();
        }
    }

    public override IReadOnlyList<Figure> Take(Options options) =>
        [.. profiles.All.SelectMany(profile => (IReadOnlyList<Figure>)
        [
            new Figure(profile.Model.Name, new Target(7, "steps", 0), [profile.FurtherSteps]),
            new Figure($"{profile.Model.Name}, of them LearnsSyntheticTask's", new Target(null, "steps", 0), [profile.Checks.Single(check => check.Check == "LearnsSyntheticTask").Steps]),
        ])];

    private static string Cells(CheckCost check) => string.Create(CultureInfo.InvariantCulture,
        $"{(check.Steps == 0 ? "" : check.Steps)} | {(check.Passes == 0 ? "" : check.Passes)} | {check.Seconds:F2}{(check.Outcome is Outcome.Holds ? "" : check.Outcome is Outcome.DoesNotApply ? ", does not apply" : ", could not tell")}");
}
