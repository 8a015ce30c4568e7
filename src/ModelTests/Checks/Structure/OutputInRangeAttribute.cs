using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Every output lies in the declared range.</summary>
/// <param name="least">The least value that is allowed; double.NegativeInfinity for no bound.</param>
/// <param name="largest">The largest value that is allowed; double.PositiveInfinity for no bound.</param>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class OutputInRangeAttribute(double least, double largest, [CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>A bound may be missed by what single precision rounds, which carries 7 digits.</summary>
    private const double Rounding = 1e-6;

    /// <inheritdoc/>
    public override string Claim => "Every output lies in the declared range.";

    internal override Stage Stage => Stage.Model;

    /// <summary>The least value that is allowed.</summary>
    public double Least { get; } = least;

    /// <summary>The largest value that is allowed.</summary>
    public double Largest { get; } = largest;

    /// <summary>The position of the output that is meant, from 0; -1, the default, for all.</summary>
    public int Output { get; set; } = -1;

    internal override bool IsStandard => false;

    internal override string Arguments => FormattableString.Invariant($"{Least}, {Largest}{(Output < 0 ? "" : $", Output = {Output}")}");

    internal override Verdict Judge(Evidence evidence)
    {
        if (!(Least < Largest))
        {
            return Verdict.Fails($"[OutputInRange({Figures.Of(Least)}, {Figures.Of(Largest)})] has no value between its bounds")
                .ChangeTo("give the least value first: [OutputInRange(0, 1)]");
        }
        if (!evidence.Facts.HasForward)
            return Verdict.DoesNotApply("the fixture does not say how the model is called: override Forward");
        if (ChosenOutput.Problem(evidence.Outputs, nameof(OutputInRangeAttribute), Output) is { } problem)
            return problem;
        var chosen = ChosenOutput.Of(evidence.Outputs, Output).ToList();
        var outside = chosen.Where(one => one.Figures.NonFinite is not null || Below(one.Figures) > 0 || Above(one.Figures) > 0).ToList();
        return outside.Count == 0
            ? Verdict.Holds($"outputs from {Figures.Of(chosen.Min(one => one.Figures.Least))} to {Figures.Of(chosen.Max(one => one.Figures.Largest))}, for {string.Join(", ", chosen.Select(one => one.Input).Distinct())}")
            : Fails(evidence, outside);
    }

    private Verdict Fails(Evidence evidence, List<ChosenOutput> outside)
    {
        var last = evidence.Layers.Last;
        return Verdict.Fails($"outputs lie outside of [{Figures.Of(Least)}, {Figures.Of(Largest)}]")
            .At(outside.OrderByDescending(one => Math.Max(Below(one.Figures), Above(one.Figures)))
                .Select(one => new Finding(one.Name, ModelTests.Shape.OfSizes(one.Figures.Size), $"{Values(one.Figures)}, for {one.Input}")))
            .Because(outside.Any(one => one.Figures.NonFinite is not null)
                ? "an output is not finite"
                : $"nothing{(last.Length == 0 ? "" : $" after {last}")} keeps the outputs in that range")
            .ChangeTo("end the model with what bounds it (sigmoid, tanh, clamp, softplus), or correct the declared range");
    }

    private static string Values(OutputFigures figures) =>
        figures.NonFinite is { } found ? found.ToString() : $"from {Figures.Of(figures.Least)} to {Figures.Of(figures.Largest)}";

    private double Below(OutputFigures figures) => Least - figures.Least - Tolerance(Least);

    private double Above(OutputFigures figures) => figures.Largest - Largest - Tolerance(Largest);

    private static double Tolerance(double bound) => double.IsFinite(bound) ? Rounding * Math.Max(1, Math.Abs(bound)) : 0;
}
