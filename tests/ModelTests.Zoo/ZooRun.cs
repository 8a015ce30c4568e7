using ModelTests.Models;

namespace ModelTests.Zoo;

/// <summary>Runs the chosen parents, controls and cases one after the other, in this process, and says how far it is.</summary>
internal sealed class ZooRun(Options options, Action<string> say)
{
    private readonly List<CaseScore> cases = [];
    private readonly List<Accusation> accusations = [];
    private readonly List<Unanswered> unanswered = [];
    private int healthy;

    public ZooResult Run()
    {
        foreach (var parent in Parents.All.Where(parent => options.Includes(parent.Id) && options.ParentStyles.Contains(parent.Style)))
            RunHealthy(parent.AsControl() with { Declared = options.Of(parent.AsControl().Declared) });
        foreach (var control in ZooContents.Controls.Where(control => options.Includes(control.Id.Split(" by ")[0])))
            RunHealthy(control with { Declared = options.Of(control.Declared) });
        foreach (var zooCase in ZooContents.Cases.Where(zooCase => options.Includes(zooCase.Id) && options.CaseStyles.Contains(zooCase.Style)))
            RunCase(zooCase with { Declared = options.Of(zooCase.Declared) });
        return new ZooResult(cases, healthy, accusations, unanswered);
    }

    private void RunHealthy(ZooControl control)
    {
        var runs = options.ControlSeeds.Select(seed => CheckedFixture.Run(control, seed, options.Runs)).ToList();
        healthy++;
        var found = Accusation.Among(control.Id, runs).ToList();
        accusations.AddRange(found);
        unanswered.AddRange(runs.SelectMany(run => run.Answers).Where(answer => answer.Verdict.Outcome is Outcome.DoesNotApply or Outcome.CouldNotTell)
            .GroupBy(answer => (answer.Check, answer.Verdict.Outcome))
            .Select(group => new Unanswered(control.Id, group.Key.Check, group.Key.Outcome, group.First().Verdict.Headline)));
        say($"{control.Id,-14} {(found.Count == 0 ? "not accused" : "ACCUSED by " + string.Join(", ", found.Select(accusation => accusation.Check))),-40} {runs.Average(run => run.Seconds),6:0.00} s  {control.Title}");
    }

    private void RunCase(ZooCase zooCase)
    {
        var score = new CaseScore(zooCase, [.. options.Seeds.Select(seed => SeedScore.Of(zooCase, seed, options.Runs))]);
        cases.Add(score);
        accusations.AddRange(Accusation.Among($"parent of {zooCase.Id}", score.Seeds.Select(seed => seed.Parent)));
        var first = score.FirstFailure;
        say($"{zooCase.Id,-5} {Name(zooCase.Style),-8} {(score.Detected ? "detected" : score.Flaky ? "flaky" : "missed"),-9} L{(int)score.Location} {score.SecondsPerSeed,6:0.00} s  {zooCase.Title}");
        foreach (var apart in score.Seeds.SelectMany(seed => seed.Apart).GroupBy(failure => failure.Check))
            say($"{"",24}not explained by it: {apart.Key} at {apart.Count()} of {score.Seeds.Count} seeds: {apart.First().Verdict.Headline}");
        if (first is not null)
            say($"{"",24}{first.Check}: {first.Verdict.Headline}: {string.Join("; ", first.Verdict.Findings.Take(3).Select(finding => $"{finding.Location} {finding.Text}").Append(first.Verdict.Cause).Where(words => !string.IsNullOrWhiteSpace(words)))}");
    }

    private static string Name(CallStyle style) => style == CallStyle.Call ? "call" : "forward";
}
