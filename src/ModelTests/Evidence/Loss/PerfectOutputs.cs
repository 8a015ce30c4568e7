using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Outputs that are made of the targets of one batch: right for every sample, for none, and the same for all. Only where it is known how an
/// output answers a target: class indices, and values or yes and no of the output's own shape.
/// </summary>
/// <param name="Kind">How the outputs answer the targets.</param>
/// <param name="Perfect">Right for every sample.</param>
/// <param name="Half">Right for every other sample.</param>
/// <param name="Neutral">The same for all: no class before another, or the targets' mean.</param>
/// <param name="Wrong">Wrong for every sample.</param>
internal sealed record PerfectOutputs(AnswerKind Kind, Tensor Perfect, Tensor Half, Tensor Neutral, Tensor Wrong)
{
    /// <summary>A logit by which the right class leads: a probability of 0.9999 and more for up to three classes, 0.96 for a thousand.</summary>
    private const double Margin = 10;

    /// <summary>Keeps the logarithm of a probability finite.</summary>
    private const double Smallest = 1e-6;

    /// <summary>The dimension of the classes; -1 for other targets.</summary>
    public int ClassDimension { get; init; } = -1;

    /// <summary>All forms that the outputs may have, the likeliest first.</summary>
    public static IEnumerable<PerfectOutputs> Candidates(Tensor output, Tensor target)
    {
        if (output.NumberOfElements == 0 || target.NumberOfElements == 0)
            return [];
        return target.is_integral() && !target.shape.SequenceEqual(output.shape) ? OfClasses(output, target) : OfValues(output, target);
    }

    /// <summary>The dimensions of an output that may be those of the classes, with the class indices in the shape that belongs to it.</summary>
    public static IEnumerable<(int Dimension, Tensor Labels)> ClassDimensions(Tensor output, Tensor target)
    {
        if (!target.is_integral())
            yield break;
        var labels = target.to(int64);
        var squeezed = labels.dim() == output.dim() && labels.dim() > 1 && labels.shape[^1] == 1 ? labels.squeeze(-1) : labels;
        if (output.dim() == squeezed.dim() + 1)
        {
            foreach (var dimension in new[] { 1, (int)output.dim() - 1 }.Distinct())
            {
                if (output.shape[dimension] > 1 && output.shape.Where((_, i) => i != dimension).SequenceEqual(squeezed.shape))
                    yield return (dimension, squeezed);
            }
        }
        else if (output.dim() == 2 && output.shape[1] > 1 && output.shape[0] == labels.NumberOfElements && labels.dim() > 1)
        {
            yield return (1, labels.flatten());
        }
    }

    private static IEnumerable<PerfectOutputs> OfClasses(Tensor output, Tensor target)
    {
        foreach (var (dimension, labels) in ClassDimensions(output, target))
        {
            var classes = output.shape[dimension];
            var counted = labels.ne(LabelAccuracy.Ignored);
            using (var legal = labels.ge(0).logical_and(labels.lt(classes)).logical_or(counted.logical_not()).all())
            {
                if (!legal.item<bool>() || !counted.any().item<bool>())
                    continue;
            }
            var (right, wrong) = (OneHot(labels), OneHot(labels + 1));
            var odd = arange(labels.NumberOfElements).remainder(2).eq(1).reshape(labels.shape).unsqueeze(dimension);
            var half = where(odd, wrong, right);
            foreach (var (kind, form) in Forms(output, dimension))
            {
                yield return new PerfectOutputs(kind, form(right), form(half), form(full_like(right, 1.0 / classes)), form(wrong)) { ClassDimension = dimension };
            }

            Tensor OneHot(Tensor of) => zeros_like(output)
                .scatter(dimension, of.remainder(classes).unsqueeze(dimension), ones_like(output))
                .mul(counted.unsqueeze(dimension).to(output.dtype));
        }
    }

    private static IEnumerable<(AnswerKind, Func<Tensor, Tensor>)> Forms(Tensor output, int dimension)
    {
        if (OutputSpace.SumsToOne(output, dimension))
            yield return (AnswerKind.Distribution, Smoothed);
        if (OutputSpace.SumsToOne(output.exp(), dimension))
            yield return (AnswerKind.Distribution, chosen => Smoothed(chosen).log());
        if (Within(output, 0, 1))
            yield return (AnswerKind.Distribution, Smoothed);
        yield return (AnswerKind.Logits, chosen => chosen * Margin);
        yield return (AnswerKind.Logits, chosen => chosen);

        Tensor Smoothed(Tensor chosen) => (chosen * (1 - Smallest)) + (Smallest / output.shape[dimension]);
    }

    private static IEnumerable<PerfectOutputs> OfValues(Tensor output, Tensor target)
    {
        if (target.NumberOfElements != output.NumberOfElements || Flat(target.shape) is var flat && !flat.SequenceEqual(Flat(output.shape)))
            yield break;
        var values = target.to(output.dtype).reshape(output.shape);
        if (!TensorScan.IsFinite(values))
            yield break;
        var odd = arange(values.NumberOfElements).remainder(2).eq(1).reshape(values.shape);
        var spread = values.NumberOfElements > 1 ? values.std().ToDouble() : 0;
        if (!(spread > 0))
            yield break;
        var away = values + (3 * spread);
        yield return new PerfectOutputs(AnswerKind.Values, values, where(odd, away, values), full_like(values, values.mean().ToDouble()), away);
        if (!values.eq(0).logical_or(values.eq(1)).all().item<bool>())
            yield break;
        var sign = (values * 2) - 1;
        var mixed = where(odd, -sign, sign);
        if (Within(output, 0, 1))
            yield return new PerfectOutputs(AnswerKind.Probabilities, Probability(sign), Probability(mixed), full_like(values, 0.5), Probability(-sign));
        yield return new PerfectOutputs(AnswerKind.YesOrNo, sign * Margin, mixed * Margin, zeros_like(values), -sign * Margin);

        static Tensor Probability(Tensor of) => (of * (0.5 - Smallest)) + 0.5;
    }

    private static IEnumerable<long> Flat(long[] shape) => shape.Where(size => size != 1);

    private static bool Within(Tensor output, double least, double largest) => output.min().ToDouble() >= least && output.max().ToDouble() <= largest;
}

/// <summary>How an output answers a target.</summary>
internal enum AnswerKind
{
    /// <summary>The largest of several numbers is the class.</summary>
    Logits,

    /// <summary>Probabilities of the classes, or their logarithms.</summary>
    Distribution,

    /// <summary>The value itself.</summary>
    Values,

    /// <summary>Positive for yes.</summary>
    YesOrNo,

    /// <summary>Above one half for yes.</summary>
    Probabilities,
}
