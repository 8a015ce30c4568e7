using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The outputs of a regression model can take the values of the targets.</summary>
/// <remarks>Only a bound that training cannot move counts, such as a ReLU or sigmoid at the model's end; not where an untrained model happens to be.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class OutputsReachTargetsAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>
    /// The share of the targets' variance that a bound may cost. A ReLU in the middle of symmetric targets costs half of it,
    /// a tanh on normally distributed targets of standard deviation 1 costs 0.15 (the integral of (|x|-1)² beyond 1);
    /// noise of a tenth of the spread around a bound that is meant, such as zero for a count, costs at most 0.01.
    /// </summary>
    private const double MostLost = 0.05;

    /// <inheritdoc/>
    public override string Claim => "The outputs of a regression model can take the values of the targets.";

    internal override Stage Stage => Stage.Model;

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasForward)
            return Verdict.DoesNotApply("no regression: the fixture does not say how the model is called");
        if (!evidence.Facts.HasLoss)
            return Verdict.DoesNotApply("no regression: the fixture has no Loss");
        var reach = evidence.Reach;
        if (reach.NoRegression is not null)
            return Verdict.DoesNotApply($"no regression: {reach.NoRegression}");
        if (reach.NonFinite)
            return Verdict.CouldNotTell("large parameters make every output NaN, so no bound could be seen; [NoNonFinite] may say where");
        var outOfReach = reach.Columns.Where(column => column.VarianceLost > MostLost).OrderByDescending(column => column.VarianceLost).ToList();
        return outOfReach.Count == 0 ? Verdict.Holds(Reaches(reach)) : Fails(evidence, outOfReach);
    }

    private static string Reaches(OutputReach reach)
    {
        var bounded = reach.Columns.Count(column => column.Least is not null || column.Largest is not null);
        return bounded == 0 ? "the outputs are not bounded" : $"{Figures.Count(bounded, "output feature")} of {reach.Columns.Count} bounded, and the targets within";
    }

    private static Verdict Fails(Evidence evidence, List<ColumnReach> columns)
    {
        var last = evidence.Layers.Last;
        var worst = columns[0];
        return Verdict.Fails($"{Figures.Percent(worst.ShareBeyond)} of the targets are out of the outputs' reach")
            .At(columns.Select(column => new Finding(last.Length == 0 ? "output" : last, "", Text(column))))
            .Because($"whatever the parameters are, the output {Bounds(worst)}: what the model does{(last.Length == 0 ? " at its end" : $" in or after {last}")} bounds it")
            .ChangeTo("remove the activation after the last layer, choose one whose range holds the targets, or scale the targets into its range")
            .ExemptBy("[Exempt(\"OutputsReachTargets\", \"…\")]");
    }

    private static string Text(ColumnReach column) =>
        $"{(column.Column is { } position ? $"output [:, {position}]" : "output")} {Bounds(column)}; targets from {Figures.Of(column.Targets.Min())} to {Figures.Of(column.Targets.Max())}, "
        + $"{Figures.Percent(column.ShareBeyond)} beyond, {Figures.Percent(column.VarianceLost)} of their variance out of reach";

    private static string Bounds(ColumnReach column) => column switch
    {
        { Least: { } least, Largest: { } largest } => $"stays from {Figures.Of(least)} to {Figures.Of(largest)}",
        { Least: { } least } => $"is never below {Figures.Of(least)}",
        _ => $"is never above {Figures.Of(column.Largest!.Value)}",
    };
}
