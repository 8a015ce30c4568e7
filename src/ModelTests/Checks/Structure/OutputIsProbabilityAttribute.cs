using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The outputs are probabilities: from 0 to 1, with a sum of 1 along one dimension.</summary>
/// <param name="dimension">The dimension along which they sum to 1; negative ones count from the end. Default: the last.</param>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OutputIsProbabilityAttribute(int dimension = -1, [CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "The outputs are probabilities: from 0 to 1, with a sum of 1 along one dimension.";

    internal override Stage Stage => Stage.Model;

    /// <summary>The dimension along which they sum to 1.</summary>
    public int Dimension { get; } = dimension;

    /// <summary>The position of the output that is meant, from 0; -1, the default, for all.</summary>
    public int Output { get; set; } = -1;

    internal override bool IsStandard => false;

    internal override string Arguments => $"{Dimension}{(Output < 0 ? "" : $", Output = {Output}")}";

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasForward)
            return Verdict.DoesNotApply("the fixture does not say how the model is called: override Forward");
        if (ChosenOutput.Problem(evidence.Outputs, nameof(OutputIsProbabilityAttribute), Output) is { } problem)
            return problem;
        var chosen = ChosenOutput.Of(evidence.Outputs, Output).ToList();
        if (chosen.FirstOrDefault(one => At(one.Figures.Size.Count) is null) is { } flat)
        {
            return Verdict.Fails($"[OutputIsProbability({Dimension})]: the output {ModelTests.Shape.OfSizes(flat.Figures.Size)} has no dimension {Dimension}")
                .At(new Finding(flat.Name, ModelTests.Shape.OfSizes(flat.Figures.Size), $"for {flat.Input}"))
                .ChangeTo("give the dimension of the classes: [OutputIsProbability(dimension: 1)]");
        }
        var wrong = chosen.Where(one => !IsDistribution(one.Figures)).ToList();
        return wrong.Count == 0
            ? Verdict.Holds($"probabilities along dimension {Dimension}, for {string.Join(", ", chosen.Select(one => one.Input).Distinct())}")
            : Fails(evidence, wrong);
    }

    private Verdict Fails(Evidence evidence, List<ChosenOutput> wrong)
    {
        var (cause, change) = Explain(wrong[0].Figures, evidence.Layers.Last);
        return Verdict.Fails($"the outputs are no probabilities along dimension {Dimension}")
            .At(wrong.Select(one => new Finding(one.Name, ModelTests.Shape.OfSizes(one.Figures.Size), $"{Seen(one.Figures)}, for {one.Input}")))
            .Because(cause)
            .ChangeTo(change);
    }

    private string Seen(OutputFigures figures) => figures.NonFinite is { } found
        ? found.ToString()
        : $"from {Figures.Of(figures.Least)} to {Figures.Of(figures.Largest)}, sums up to {Figures.Of(figures.OffOne[At(figures.Size.Count)!.Value])} away from 1";

    private (string Cause, string Change) Explain(OutputFigures figures, string last)
    {
        var after = last.Length == 0 ? "at the end" : $"after {last}";
        var position = At(figures.Size.Count)!.Value;
        if (figures.NonFinite is not null)
            return ("an output is not finite", "see [NoNonFinite], which says where it comes from");
        if (figures.ExponentialOffOne[position] <= figures.Rounding)
            return ("these are logarithms of probabilities: their exponentials sum to 1", "declare it of the exponential, or end the model with softmax instead of log_softmax");
        if (InUnit(figures) && Enumerable.Range(0, figures.OffOne.Count).FirstOrDefault(other => figures.OffOne[other] <= figures.Rounding, -1) is >= 0 and var along)
            return ($"they sum to 1 along dimension {along}: the softmax {after} runs over {(along == 0 ? "the samples of the batch" : "another dimension")}", $"write softmax(x, dim: {Dimension})");
        if (InUnit(figures) && figures.Size[position] == 1)
            return ("there is one value per sample: the probability of one class, as a sigmoid gives it", "declare [OutputInRange(0, 1)] instead");
        return InUnit(figures)
            ? ($"each value {after} is from 0 to 1 by itself, as a sigmoid makes them", $"end the model with softmax(x, dim: {Dimension}), or declare [OutputInRange(0, 1)] where several classes may be true at once")
            : ($"there is no softmax {after}", $"end the model with softmax(x, dim: {Dimension}); if the loss takes logits, as cross_entropy does, keep the logits and remove this contract");
    }

    private bool IsDistribution(OutputFigures figures) =>
        figures.NonFinite is null && InUnit(figures) && figures.OffOne[At(figures.Size.Count)!.Value] <= figures.Rounding;

    private static bool InUnit(OutputFigures figures) => figures.Least >= -figures.Rounding && figures.Largest <= 1 + figures.Rounding;

    /// <summary>The dimension counted from 0; null when there is no such dimension.</summary>
    private int? At(int dimensions)
    {
        var position = Dimension < 0 ? Dimension + dimensions : Dimension;
        return position >= 0 && position < dimensions ? position : null;
    }
}
