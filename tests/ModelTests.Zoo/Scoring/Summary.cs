using System.Text;
using ModelTests.Models;

namespace ModelTests.Zoo;

/// <summary>The totals of a run in words.</summary>
internal static class Summary
{
    /// <summary>A case and seed may take this long on two cores.</summary>
    private const double MostSeconds = 5;

    /// <summary>The stages in which the culprit has a path or a name in the model's code.</summary>
    private static readonly Stage[] WithPath = [Stage.Model, Stage.TrainingStep, Stage.Numerics, Stage.TorchSharp];

    /// <param name="result">Of the run.</param>
    /// <param name="times">Whether to say what took long; left out of what is committed, because it differs from run to run.</param>
    public static string Of(ZooResult result, bool times = true)
    {
        var text = new StringBuilder();
        foreach (var style in Enum.GetValues<CallStyle>())
        {
            var cases = result.Cases.Where(score => score.Case.Style == style).ToList();
            if (cases.Count == 0)
                continue;
            text.AppendLine($"Cases by {(style == CallStyle.Call ? "call" : "forward")}:");
            foreach (var stage in cases.GroupBy(score => score.Case.Stage))
                text.AppendLine($"  {stage.Key,-12} {Counts([.. stage])}");
            text.AppendLine($"  {"all",-12} {Counts(cases)}");
            text.AppendLine($"  {"with a path",-12} {Counts([.. cases.Where(score => WithPath.Contains(score.Case.Stage))])}   (model, training step, numerics, TorchSharp)");
        }
        text.AppendLine($"False accusations: {result.Accusations.Count}; {result.Healthy} parents and controls run");
        foreach (var accusation in result.Accusations)
        {
            text.AppendLine($"  {accusation.Healthy}: {accusation.Check} at {(accusation.Seeds.Count == 1 ? "seed" : "seeds")} {string.Join(", ", accusation.Seeds)}: {accusation.Verdict.Headline}");
            foreach (var finding in accusation.Verdict.Findings.Take(3))
                text.AppendLine($"    {finding.Location} {finding.Size} {finding.Text}");
            text.AppendLine($"    cause {accusation.Verdict.Cause}");
        }
        foreach (var slow in result.Cases.Where(score => times && score.SecondsPerSeed > MostSeconds))
            text.AppendLine($"  over {MostSeconds} s per seed: {slow.Case.Id} {slow.SecondsPerSeed:0.0} s");
        foreach (var silent in result.Unanswered.GroupBy(entry => (entry.Check, entry.Outcome)).OrderBy(group => group.Key.Check, StringComparer.Ordinal))
        {
            var reason = silent.GroupBy(entry => entry.Reason).MaxBy(group => group.Count())!;
            text.AppendLine($"  {silent.Key.Check} {(silent.Key.Outcome == Outcome.DoesNotApply ? "does not apply to" : "could not tell about")} {silent.Count()} of them; {(reason.Count() == 1 ? "once" : $"{reason.Count()} times")}: {reason.Key}");
        }
        if (Contract.Missing.Count > 0)
            text.AppendLine($"Declared by cases, but there is no such check: {string.Join(", ", Contract.Missing)}");
        return text.ToString().TrimEnd();
    }

    private static string Counts(List<CaseScore> cases) =>
        $"{cases.Count(score => score.Detected),3} of {cases.Count,3} detected, {cases.Count(score => score.Location >= Location.AmongThree),3} L2, {cases.Count(score => score.Location == Location.First),3} L3, {cases.Count(score => score.Flaky)} flaky";
}
