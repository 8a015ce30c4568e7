using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The input does not contain the answer.</summary>
/// <remarks>
/// No value of the input equals the target in every sample. Targets of several values are judged only when they are short: reconstruction, copying and
/// next-token prediction repeat their input by design. So do inputs of their own that hold the target, such as a condition.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class TargetNotInInputAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>How improbable it must be that one of the input's values equals the target everywhere by chance.</summary>
    private const double Significance = 1e-6;

    /// <summary>Equal but for single precision's rounding, which carries 7 digits.</summary>
    private const double Rounding = 1e-6;

    /// <summary>A target that is a value of the input, scaled and shifted, differs from it by this share of its spread: rounding of single precision, twice.</summary>
    private const double AffineRounding = 1e-5;

    /// <inheritdoc/>
    public override string Claim => "The input does not contain the answer.";

    internal override Stage Stage => Stage.Data;

    internal override Verdict Judge(Evidence evidence)
    {
        var training = evidence.Pipeline.Training;
        if (training.Targets.Count == 0)
            return Verdict.DoesNotApply("the batches have no targets");
        var pairs = Enumerable.Range(0, training.Targets.Count).SelectMany(target => Enumerable.Range(0, training.Inputs.Count).Select(input => Pair.Of(training, target, input))).ToList();
        if (pairs.TrueForAll(pair => pair.Reason is not null))
            return pairs[0].IsTooLarge ? Verdict.CouldNotTell(pairs[0].Reason!) : Verdict.DoesNotApply(pairs[0].Reason!);
        foreach (var pair in pairs.Where(pair => pair.Reason is null))
        {
            if (Equal(pair) is { } equal)
                return Fails(training, pair, equal, "equals");
            if (Affine(pair) is { } affine)
                return Fails(training, pair, [affine], "is, but for scale and shift,");
        }
        return Verdict.Holds($"no value of the input equals the target in all of {Figures.Count(pairs.First(pair => pair.Reason is null).Samples.Count, "sample")}");
    }

    private static Verdict Fails(EpochReading training, Pair pair, IReadOnlyList<int> positions, string relation)
    {
        var input = training.Inputs.Count == 1 ? "input" : $"input {pair.Input}";
        var target = training.Targets.Count == 1 ? "the target" : $"target {pair.Target}";
        var first = pair.Samples[0];
        return Verdict.Fails($"the input contains the answer in all of {Figures.Count(pair.Samples.Count, "sample")}")
            .At(positions.Select((position, k) => new Finding($"{input}{pair.Index(training, position)}", "",
                $"{relation} {target}: {Figures.Of(first.Inputs[pair.Input][position])} and {Figures.Of(first.Targets[pair.Target][k])} in {first.Place}")))
            .Because(training.Inputs[pair.Input].Formats[0].Shape.Count > 2
                ? "the window includes the step that is to be predicted"
                : "the column of the target was left among the features, or a feature is made from it")
            .ChangeTo("cut the input before the target: end the window one step earlier, drop the target's column")
            .ExemptBy("[Exempt(\"TargetNotInInput\", \"…\")]");
    }

    /// <summary>For each value of the target the position in the input that equals it in every sample; null when one has none.</summary>
    private static List<int>? Equal(Pair pair)
    {
        var positions = new List<int>();
        for (var k = 0; k < pair.TargetSize; k++)
        {
            var values = pair.Samples.Select(sample => sample.Targets[pair.Target][k]).ToArray();
            if (ByChance(values, pair.InputSize) >= Significance)
                return null;
            var found = Enumerable.Range(0, pair.InputSize).FirstOrDefault(j => IsEqual(pair, j, values), -1);
            if (found < 0)
                return null;
            positions.Add(found);
        }
        return positions;
    }

    private static bool IsEqual(Pair pair, int position, double[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs(pair.Samples[i].Inputs[pair.Input][position] - values[i]) <= Rounding * Math.Abs(values[i])))
                return false;
        }
        return true;
    }

    /// <summary>
    /// The one position of a sequence that is the target but for scale and shift. In sequences that follow a line or an exponential curve all positions are:
    /// there the next value is the task.
    /// </summary>
    private static int? Affine(Pair pair)
    {
        if (!pair.IsSequence || pair.TargetSize != 1 || pair.InputSize < 3 || pair.Samples.Count < 8)
            return null;
        var values = pair.Samples.Select(sample => sample.Targets[pair.Target][0]).ToArray();
        if (values.All(value => value == Math.Round(value)) || ByChance(values, pair.InputSize) >= Significance)
            return null;
        var found = Enumerable.Range(0, pair.InputSize).Where(j => Unexplained([.. pair.Samples.Select(sample => sample.Inputs[pair.Input][j])], values) <= AffineRounding).Take(2).ToList();
        return found is [var only] ? only : null;
    }

    /// <summary>The root of the share of the variance of y that no line in x explains: √(1 − r²).</summary>
    private static double Unexplained(double[] x, double[] y)
    {
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xx, yy, xy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            var (dx, dy) = (x[i] - meanX, y[i] - meanY);
            (xx, yy, xy) = (xx + (dx * dx), yy + (dy * dy), xy + (dx * dy));
        }
        if (!(xx > 0 && yy > 0))
            return 1;
        var slope = xy / xx;
        var residual = 0.0;
        for (var i = 0; i < x.Length; i++)
            residual += Math.Pow(y[i] - meanY - (slope * (x[i] - meanX)), 2);
        return Math.Sqrt(residual / yy);
    }

    /// <summary>An upper bound of the probability that one of so many independent values with the target's own frequencies equals it in all samples.</summary>
    private static double ByChance(double[] values, int positions)
    {
        var collision = values.GroupBy(value => value).Sum(group => Math.Pow((double)group.Count() / values.Length, 2));
        return positions * Math.Pow(collision, values.Length);
    }

    /// <summary>One target and one input, and why they are not compared, if they are not.</summary>
    private sealed record Pair(int Target, int Input, IReadOnlyList<SampleReading> Samples, int TargetSize, int InputSize, bool IsSequence, string? Reason, bool IsTooLarge)
    {
        public static Pair Of(EpochReading training, int target, int input)
        {
            var (y, x) = (training.Targets[target], training.Inputs[input]);
            var samples = training.Samples.Where(sample => sample.Targets.ElementAtOrDefault(target)?.Length > 0 && sample.Inputs.ElementAtOrDefault(input)?.Length > 0).ToList();
            var (targetSize, inputSize) = samples.Count == 0 ? (0, 0) : (samples[0].Targets[target].Length, samples[0].Inputs[input].Length);
            var varies = samples.Exists(sample => sample.Targets[target].Length != targetSize || sample.Inputs[input].Length != inputSize);
            var reason = samples.Count == 0 ? "the samples are too large to be compared value by value"
                : varies ? "samples differ in size"
                : x.Formats[0].Type is TorchSharp.torch.ScalarType.Int64 or TorchSharp.torch.ScalarType.Int32 ? "the input holds tokens, which tasks such as copying repeat"
                : inputSize < 2 ? "the input has one value per sample: what is made of it is the task"
                : training.Inputs.Count > 1 && inputSize == targetSize ? "the target is an input of its own"
                : targetSize > 1 && (targetSize * 2 > inputSize || y.IsWhole) ? "the target has several values per sample, as in reconstruction"
                : null;
            return new Pair(target, input, samples, targetSize, inputSize, x.Formats[0].Shape.Count > 2, reason, samples.Count == 0);
        }

        /// <summary>As one would index the batch: "[:, 11, 0]".</summary>
        public string Index(EpochReading training, int position)
        {
            var shape = training.Inputs[Input].Formats[0].Shape;
            var sampleDimension = shape.Skip(1).Aggregate(1L, (product, size) => product * size) == InputSize ? 0 : 1;
            var parts = new List<string>();
            var rest = (long)position;
            for (var i = shape.Count - 1; i >= 0; i--)
            {
                parts.Insert(0, i == sampleDimension ? ":" : $"{rest % shape[i]}");
                rest = i == sampleDimension ? rest : rest / shape[i];
            }
            return $"[{string.Join(", ", parts)}]";
        }
    }
}
