using static TorchSharp.torch;

namespace ModelTests;

public abstract partial class Split
{
    /// <summary>
    /// Trains on the samples whose features, distractors included, all lie in [<paramref name="from"/>, <paramref name="to"/>] and holds out the others:
    /// what a model gets right there it has extrapolated.
    /// </summary>
    /// <param name="from">The least value of a training sample's features. The default suits <see cref="Synthetic.SineRegression"/>.</param>
    /// <param name="to">The greatest value of a training sample's features; above <paramref name="from"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="from"/> and <paramref name="to"/> are no interval.</exception>
    public static Split Gap(double from = -0.8, double to = 0.8)
    {
        if (!double.IsFinite(from) || !double.IsFinite(to) || from >= to)
            throw new ArgumentException(FormattableString.Invariant($"from is {from} and to is {to}; both must be finite, and from must be below to."), nameof(from));
        return new GapSplit(from, to);
    }

    private sealed class GapSplit(double from, double to) : Split
    {
        protected override IReadOnlyList<bool?> ChooseTraining(Batch samples, Generator generator)
        {
            using var scope = NewDisposeScope();
            var features = samples.Input.reshape(samples.Size, -1).to(float64);
            var spans = features.amin([1L]).data<double>().Zip(features.amax([1L]).data<double>()).ToList();
            var inside = spans.Select(span => (bool?)(span.First >= from && span.Second <= to)).ToList();
            if (!inside.Contains(true))
            {
                var (low, high) = spans.MinBy(span => Math.Max(from - span.First, span.Second - to));
                throw Refused(FormattableString.Invariant($"Split.Gap(from: {from}, to: {to}), which leaves no training data: choose from <= {low} and to >= {high}, where the nearest sample lies"));
            }
            if (!inside.Contains(false))
            {
                var (low, high) = (spans.Min(span => span.First), spans.Max(span => span.Second));
                throw Refused(FormattableString.Invariant($"Split.Gap(from: {from}, to: {to}), which leaves no held-out data: choose from > {low} or to < {high}, where the outermost samples lie"));
            }
            return inside;
        }
    }
}
