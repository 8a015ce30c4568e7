using System.Text;

namespace ModelTests.Zoo;

/// <summary>The generated part of docs/comparison.md: the totals, what each assert finds, and who finds which fault.</summary>
internal static class ComparisonTables
{
    /// <summary>The asserts in the words of those who write them, by the check that makes the same claim.</summary>
    private static readonly (string Check, string Assert)[] Asserts =
    [
        ("OutputShape", "the output has its shape"),
        ("NoNonFinite", "no NaN or Inf in output and loss"),
        ("WeightsUpdate", "every parameter changes in one step"),
        ("StaysFrozen", "frozen parameters do not change in one step"),
        ("LossDecreases", "the loss is lower after 10 steps"),
        ("OverfitsSingleBatch", "one batch is learned in 200 steps"),
    ];

    public static string Of(ByHandResult byHand, ZooPage checks)
    {
        var (published, adapted) = (byHand.Published, byHand.Adapted);
        var text = new StringBuilder();
        text.Append("| | by hand, as published | by hand, adapted to each model | ModelTests |\n|---|---|---|---|\n");
        Row("planted faults detected", $"{published.Detected} of {published.Cases.Count}", $"{adapted.Detected} of {adapted.Cases.Count}", $"{checks.Detected} of {checks.Cases}");
        Row("of them, the culprit is named first", published.First, adapted.First, checks.First);
        Row("of them, the culprit is among the first three named", published.AmongThree, adapted.AmongThree, checks.AmongThree);
        Row("healthy models accused at some seed", $"{published.Accused} of {byHand.Healthy}", $"{adapted.Accused} of {byHand.Healthy}", $"{checks.Accusations} of {checks.Healthy}");

        text.Append("\n| faults in | cases | by hand, as published | by hand, adapted | ModelTests |\n|---|---|---|---|---|\n");
        foreach (var (stage, first) in published.Cases.GroupBy(score => score.Case.Stage).Select(group => (group.Key, group)))
        {
            text.Append($"| {Words(stage)} | {first.Count()} | {first.Count(score => score.Detected)} | {adapted.Cases.Count(score => score.Case.Stage == stage && score.Detected)} "
                + $"| {first.Count(score => checks.FirstFailure.GetValueOrDefault(score.Case.Id) is { Length: > 0 })} |\n");
        }

        text.Append("\n| assert by hand | detects, as published | accuses | detects, adapted | accuses | check with the same claim |\n|---|---|---|---|---|---|\n");
        foreach (var (check, words) in Asserts)
            text.Append($"| {words} | {Detects(published, check)} | {Accuses(published, check)} | {Detects(adapted, check)} | {Accuses(adapted, check)} | `[{check}]` |\n");

        text.Append("\n| case | fault | by hand, as published | by hand, adapted | ModelTests |\n|---|---|---|---|---|\n");
        foreach (var (first, second) in published.Cases.Zip(adapted.Cases))
            text.Append($"| {first.Case.Id} | {first.Case.Title} | {Finder(first)} | {Finder(second)} | {checks.FirstFailure.GetValueOrDefault(first.Case.Id)} |\n");
        return text.ToString();

        void Row(string what, object one, object other, object own) => text.Append($"| {what} | {one} | {other} | {own} |\n");
    }

    /// <summary>Cases on whose mutants the assert fails at enough seeds, whatever the others do, and on whose parents it does not.</summary>
    private static int Detects(Battery battery, string check) => battery.Cases.Count(score =>
        new CaseScore(score.Case, [.. score.Seeds.Select(seed => new SeedScore(Only(seed.Parent, check), Only(seed.Mutant, check), Location.None))]).Detected);

    private static CheckedFixture Only(CheckedFixture run, string check) => run with { Answers = [.. run.Answers.Where(answer => answer.Check == check)] };

    private static int Accuses(Battery battery, string check) => battery.Accusations.Count(accusation => accusation.Check == check);

    private static string Finder(CaseScore score) => score.Detected ? score.FirstFailure!.Check
        : score.Seeds.Any(seed => seed.Parent.Failures.Any()) ? "accuses the parent" : score.Flaky ? "at some seeds" : "";

    private static string Words(Stage stage) => stage switch
    {
        Stage.Model => "the model",
        Stage.Loss => "the loss",
        Stage.TrainingStep => "the training step",
        Stage.Data => "the data",
        Stage.State => "state and repeatability",
        Stage.Numerics => "numerics",
        _ => "the use of TorchSharp",
    };
}
