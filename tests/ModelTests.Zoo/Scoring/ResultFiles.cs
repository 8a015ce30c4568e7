using System.Text;
using System.Text.Json;

namespace ModelTests.Zoo;

/// <summary>Writes a run to artifacts/zoo.json and to the generated part of docs/zoo.md.</summary>
internal static class ResultFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static void Write(ZooResult result)
    {
        var json = Path.Combine(GeneratedPart.Root, "artifacts", "zoo.json");
        Directory.CreateDirectory(Path.GetDirectoryName(json)!);
        File.WriteAllText(json, JsonSerializer.Serialize(Plain(result), Indented));
        Console.WriteLine($"\nwritten: {json}\n         {GeneratedPart.Write("zoo.md", "zoo.cs", Tables(result))}");
    }

    private static object Plain(ZooResult result) => new
    {
        cases = result.Cases.Select(score => new
        {
            id = score.Case.Id,
            style = score.Case.Style.ToString(),
            stage = score.Case.Stage.ToString(),
            title = score.Case.Title,
            detected = score.Detected,
            flaky = score.Flaky,
            location = (int)score.Location,
            secondsPerSeed = Math.Round(score.SecondsPerSeed, 3),
            seeds = score.Seeds.Select(seed => new
            {
                seed = seed.Mutant.Seed,
                detected = seed.Detected,
                location = (int)seed.Location,
                failures = seed.Mutant.Failures.Select(failure => new { check = failure.Check, headline = failure.Verdict.Headline, findings = failure.Verdict.Findings.Take(3), cause = failure.Verdict.Cause, change = failure.Verdict.Change }),
            }),
        }),
        accusations = result.Accusations.Select(accusation => new { healthy = accusation.Healthy, check = accusation.Check, seeds = accusation.Seeds, headline = accusation.Verdict.Headline, findings = accusation.Verdict.Findings, cause = accusation.Verdict.Cause }),
        unanswered = result.Unanswered.Select(silent => new { healthy = silent.Healthy, check = silent.Check, outcome = silent.Outcome.ToString(), reason = silent.Reason }),
    };

    private static string Tables(ZooResult result)
    {
        var text = new StringBuilder();
        text.Append($"```text\n{Summary.Of(result, times: false).ReplaceLineEndings("\n")}\n```\n\n");
        text.Append("| case | style | fault | detected | location | first failure | names |\n|---|---|---|---|---|---|---|\n");
        foreach (var score in result.Cases)
        {
            var first = score.FirstFailure;
            var named = first is null ? "" : string.Join(", ", first.Verdict.Findings.Take(3).Select(finding => $"`{finding.Location}`"));
            text.Append($"| {score.Case.Id} | {score.Case.Style.ToString().ToLowerInvariant()} | {score.Case.Title} | {(score.Detected ? "yes" : score.Flaky ? "flaky" : "no")} | L{(int)score.Location} | {first?.Check ?? ""} | {named} |\n");
        }
        return text.ToString();
    }
}
