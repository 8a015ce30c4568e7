using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether outputs depend on inputs of later time steps.</summary>
    internal TimeDependence TimeDependence(int shift, int timeDimension) => ModelTests.TimeDependence.Record(Create, Budget, shift, timeDimension);
}

/// <summary>What outputs change, in evaluation mode, when the inputs from some time step on are replaced by another sample's.</summary>
/// <param name="Steps">How many time steps there are.</param>
/// <param name="Own">The largest change of an output by inputs that it may see, relative to the output's magnitude.</param>
/// <param name="Foreign">The largest change by inputs that it must not see.</param>
/// <param name="Pairs">Which output depends on which single input, the nearest first.</param>
/// <param name="Leak">Where the future is seen first.</param>
/// <param name="Unknown">Why it cannot be told.</param>
internal sealed record TimeDependence(long Steps, double Own, double Foreign, IReadOnlyList<TimePair> Pairs, FirstLeak? Leak = null, string? Unknown = null)
{
    /// <summary>So many time steps show any mask, stride or direction; more only cost time.</summary>
    private const int MostCuts = 16;

    public static TimeDependence Record(Func<Subject> create, RunBudget budget, int shift, int timeDimension) =>
        EvaluationProbe.Confirmed(inDouble => Record(create, budget, shift, timeDimension, inDouble), dependence => dependence.Leak is not null);

    private static TimeDependence Record(Func<Subject> create, RunBudget budget, int shift, int dimension, bool inDouble)
    {
        using var probe = new EvaluationProbe(create, budget, inDouble);
        if (probe.Split() is not var (samples, others))
            return NotTold("the data has only one distinct sample; give at least two");
        var steps = samples.Inputs.Where(input => input.dim() > dimension).Select(input => input.shape[dimension]).FirstOrDefault(1);
        if (steps < 2)
            return NotTold($"no input has several steps along dimension {dimension}; set TimeDimension to the dimension of time");
        if (probe.TryOutputs(samples) is not { } normal)
            return NotTold($"the model takes no batch of {samples.Size} samples; let it take any number");
        if (EvaluationProbe.NotANumber(normal) is { } notANumber)
            return NotTold(notANumber);
        if (!normal.Any(output => IsTimed(output, dimension, steps)))
            return NotTold($"no output of {string.Join(", ", normal.Select(Shape.Of))} has the input's {steps} steps along dimension {dimension}; return one output per time step, or set TimeDimension");
        if (probe.NotRepeatable(samples) is { } notRepeatable)
            return NotTold(notRepeatable);

        var (own, foreign, worst) = (0.0, 0.0, -1L);
        foreach (var cut in Cuts(steps))
        {
            using var scope = NewDisposeScope();
            var edited = Edited(samples, others, dimension, steps, step => step >= cut);
            if (probe.TryOutputs(edited) is not { } pass)
                continue;
            own = Math.Max(own, Change(normal, pass, dimension, steps, 0, steps));
            var change = Change(normal, pass, dimension, steps, 0, cut + shift);
            if (change <= foreign || !Leaks(normal, pass, dimension, steps, cut + shift))
                continue;
            if (!probe.DrawEqualNoise(samples, edited))
                return NotTold("the model draws another amount of random numbers for other inputs, so its noise is not comparable; draw equally much for each input");
            (foreign, worst) = (change, cut);
        }
        if (worst < 0)
            return new TimeDependence(steps, own, 0, []);
        var last = Math.Min(steps, worst + shift);
        var early = new Positions(steps, EvaluationProbe.Positions(last));
        // Every layer before a shift sees the present: then no single one can be blamed.
        var leak = shift > 0 ? new FirstLeak("Forward", "by the model as a whole") : FirstLeak.Find(probe, samples, Edited(samples, others, dimension, steps, step => step >= worst), early.Unchanged);
        return new TimeDependence(steps, own, foreign, Nearest(probe, samples, others, normal, dimension, steps, shift), leak);
    }

    /// <summary>For single inputs: the output nearest to each that must not see it and does.</summary>
    private static List<TimePair> Nearest(EvaluationProbe probe, Batch samples, Batch others, IReadOnlyList<Tensor> normal, int dimension, long steps, int shift)
    {
        var pairs = new List<TimePair>();
        foreach (var step in Cuts(steps))
        {
            using var scope = NewDisposeScope();
            if (probe.TryOutputs(Edited(samples, others, dimension, steps, other => other == step)) is not { } pass)
                continue;
            for (var output = Math.Min(steps, step + shift) - 1; output >= 0; output--)
            {
                var change = Change(normal, pass, dimension, steps, output, output + 1);
                if (change <= Rounding.Tolerance(normal[0].dtype))
                    continue;
                pairs.Add(new TimePair(output, step, change));
                break;
            }
        }
        return [.. pairs.OrderBy(pair => pair.Input - pair.Output).ThenBy(pair => pair.Input)];
    }

    private static IEnumerable<long> Cuts(long steps)
    {
        var count = Math.Min(steps - 1, MostCuts);
        return Enumerable.Range(0, (int)count).Select(i => 1 + (i * (steps - 1) / count));
    }

    /// <summary>The samples with the chosen time steps of every input taken from the others.</summary>
    private static Batch Edited(Batch samples, Batch others, int dimension, long steps, Func<long, bool> edit)
    {
        var chosen = EvaluationProbe.Positions(steps).Where(edit).ToArray();
        return samples.With([.. samples.Inputs.Zip(others.Inputs).Select(pair => Mixed(pair.First, pair.Second))], [.. samples.Targets.Select(target => target.clone())]);

        Tensor Mixed(Tensor sample, Tensor other)
        {
            if (!IsTimed(sample, dimension, steps))
                return sample.clone();
            var index = tensor(chosen, int64, sample.device);
            return sample.index_copy(dimension, index, other.index_select(dimension, index));
        }
    }

    private static bool IsTimed(Tensor tensor, int dimension, long steps) => tensor.dim() > dimension && tensor.shape[dimension] == steps;

    private static bool Leaks(IReadOnlyList<Tensor> before, IReadOnlyList<Tensor> after, int dimension, long steps, long end) =>
        before.Zip(after).Any(pair => Change([pair.First], [pair.Second], dimension, steps, 0, end) > Rounding.Tolerance(pair.First.dtype));

    /// <summary>The largest change of the outputs at the time steps from <paramref name="start"/> to before <paramref name="end"/>.</summary>
    private static double Change(IReadOnlyList<Tensor> before, IReadOnlyList<Tensor> after, int dimension, long steps, long start, long end)
    {
        var length = Math.Min(end, steps) - start;
        return length <= 0
            ? 0
            : before.Zip(after).Where(pair => IsTimed(pair.First, dimension, steps) && IsTimed(pair.Second, dimension, steps))
                .Select(pair => Rounding.Change(pair.First.narrow(dimension, start, length), pair.Second.narrow(dimension, start, length), pair.First)).DefaultIfEmpty(0).Max();
    }

    private static TimeDependence NotTold(string reason) => new(0, 0, 0, [], Unknown: reason);
}

/// <summary>An output that depends on an input which it must not see.</summary>
/// <param name="Output">The output's time step.</param>
/// <param name="Input">The input's time step.</param>
/// <param name="Change">By how much it changes, relative to the output's magnitude.</param>
internal sealed record TimePair(long Output, long Input, double Change);
