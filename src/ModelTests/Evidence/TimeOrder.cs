using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether the order of time steps changes the output.</summary>
    internal TimeOrder TimeOrder(int timeDimension) => ModelTests.TimeOrder.Record(Create, Budget, timeDimension);
}

/// <summary>What the model returns, in evaluation mode, when the time steps of its inputs are put into another order.</summary>
/// <param name="Steps">How many time steps were reordered.</param>
/// <param name="Change">The largest change of an output other than by the same reordering, relative to the output's magnitude.</param>
/// <param name="Matters">Whether that is more than rounding.</param>
/// <param name="PerStep">Whether the outputs have one value per time step.</param>
/// <param name="Unknown">Why it cannot be told.</param>
internal sealed record TimeOrder(long Steps, double Change, bool Matters, bool PerStep, string? Unknown = null)
{
    /// <summary>In double precision an order matters however little it does, so that positions of small magnitude are no fault.</summary>
    public static TimeOrder Record(Func<Subject> create, RunBudget budget, int timeDimension) =>
        EvaluationProbe.Confirmed(inDouble => Record(create, budget, timeDimension, inDouble), order => order.Unknown is null && !order.Matters);

    private static TimeOrder Record(Func<Subject> create, RunBudget budget, int dimension, bool inDouble)
    {
        using var probe = new EvaluationProbe(create, budget, inDouble);
        var batch = probe.Pool;
        if (dimension == batch.InputBatchDimension)
            return NotTold($"dimension {dimension} is that of the samples; set TimeDimension to the dimension of time");
        var steps = batch.Inputs.Where(input => input.dim() > dimension).Select(input => input.shape[dimension]).FirstOrDefault(1);
        if (steps < 2)
            return NotTold($"no input has several steps along dimension {dimension}; set TimeDimension to the dimension of time");
        var normal = probe.Outputs(batch);
        if (EvaluationProbe.NotANumber(normal) is { } notANumber)
            return NotTold(notANumber);
        if (!normal.Any(output => output.is_floating_point()))
            return NotTold("every output is an integer, which need not change with the order; return scores in Forward");
        if (probe.NotRepeatable(batch) is { } notRepeatable)
            return NotTold(notRepeatable);

        var (first, count) = Unpadded(batch, dimension, steps);
        var (change, matters, told) = (0.0, false, false);
        foreach (var order in Orders(steps, first, count))
        {
            using var scope = NewDisposeScope();
            var index = tensor(order, int64, batch.Inputs[0].device);
            var reordered = batch.With([.. batch.Inputs.Select(input => IsTimed(input, dimension, steps) ? input.index_select(dimension, index) : input.clone())],
                [.. batch.Targets.Select(target => target.clone())]);
            if (reordered.Inputs.Zip(batch.Inputs).All(pair => pair.First.Equals(pair.Second)) || probe.TryOutputs(reordered) is not { } pass)
                continue;
            told = true;
            foreach (var (before, after) in normal.Zip(pass).Where(pair => pair.First.is_floating_point()))
            {
                var own = Other(before, after, dimension, steps, index);
                change = Math.Max(change, own);
                matters |= own > Rounding.Tolerance(before.dtype);
            }
        }
        return told
            ? new TimeOrder(count, change, matters, normal.Any(output => IsTimed(output, dimension, steps)))
            : NotTold($"the {steps} steps along dimension {dimension} are all the same; give samples whose steps differ");
    }

    /// <summary>What is left of the change when the outputs may be reordered as the inputs were.</summary>
    private static double Other(Tensor before, Tensor after, int dimension, long steps, Tensor order)
    {
        var change = Rounding.Change(before, after);
        return IsTimed(before, dimension, steps) ? Math.Min(change, Rounding.Change(before.index_select(dimension, order), after)) : change;
    }

    /// <summary>Backwards, and every step moved on by one: no model that heeds the order takes both for the usual one.</summary>
    private static IEnumerable<long[]> Orders(long steps, long first, long count)
    {
        yield return [.. EvaluationProbe.Positions(steps).Select(i => IsInside(i) ? first + count - 1 - (i - first) : i)];
        yield return [.. EvaluationProbe.Positions(steps).Select(i => IsInside(i) ? first + ((i - first + 1) % count) : i)];

        bool IsInside(long step) => step >= first && step < first + count;
    }

    /// <summary>The steps that are padding in no sample, as far as equal tokens at the ends tell; all steps where fewer than three are left.</summary>
    private static (long First, long Count) Unpadded(Batch batch, int dimension, long steps)
    {
        var (first, end) = (0L, steps);
        foreach (var input in batch.Inputs.Where(input => IsTimed(input, dimension, steps) && input.dim() == 2 && !input.is_floating_point()))
        {
            var rows = (dimension == 1 ? input : input.transpose(0, 1)).to(int64).cpu();
            for (var row = 0L; row < rows.shape[0]; row++)
            {
                var tokens = rows[row].data<long>().ToArray();
                var (front, back) = (tokens.TakeWhile(token => token == tokens[0]).Count(), tokens.Reverse().TakeWhile(token => token == tokens[^1]).Count());
                first = Math.Max(first, front > 1 ? front : 0);
                end = Math.Min(end, back > 1 ? steps - back : steps);
            }
        }
        return end - first >= 3 ? (first, end - first) : (0, steps);
    }

    private static bool IsTimed(Tensor tensor, int dimension, long steps) => tensor.dim() > dimension && tensor.shape[dimension] == steps;

    private static TimeOrder NotTold(string reason) => new(0, 0, false, false, reason);
}
