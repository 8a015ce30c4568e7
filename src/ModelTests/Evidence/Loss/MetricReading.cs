using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the fixture's metrics say of outputs that are made for them.</summary>
    internal MetricReading MetricReading => Recording(ModelTests.MetricReading.Record);
}

/// <summary>What the fixture's metrics say of outputs that are made from a small batch's targets.</summary>
/// <param name="Metrics">One for each metric; none where there is no metric, or it is not known what a perfect output looks like.</param>
internal sealed record MetricReading(IReadOnlyList<ProbedMetric> Metrics)
{
    public static MetricReading Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batch = SmallBatch.From(subject);
        budget.Step("while trying the metrics on made outputs");
        var call = new LossCall(subject, batch, budget);
        if (call.Only is not { } output || batch.Targets is not [var target] || LossLadder.Of(call) is not { IsReversed: false } ladder)
            return new MetricReading([]);
        using var untracked = no_grad();
        var type = batch.Targets.Concat(batch.Inputs).FirstOrDefault(tensor => tensor.is_floating_point())?.dtype ?? float32;
        var outputs = PerfectOutputs.Candidates(output, call.Batch.Target).First(candidate => candidate.Kind == ladder.Kind);
        if (Values(outputs.Perfect) is not { Count: > 0 } perfect || Values(outputs.Half) is not { } half || Values(outputs.Wrong) is not { } wrong)
            return new MetricReading([]);
        var constants = Constants(outputs, target).Select(Values).OfType<IReadOnlyList<Metric>>().ToList();
        return new MetricReading([.. perfect.Select((metric, i) => new ProbedMetric(metric.Name, metric.HigherIsBetter, metric.Value, half[i].Value, wrong[i].Value,
            [.. constants.Select(values => values[i].Value)], UseOfTargets(i, metric.Value)))]);

        IReadOnlyList<Metric>? Values(Tensor chosen) => Of(chosen, batch);

        IReadOnlyList<Metric>? Of(Tensor chosen, Batch against)
        {
            try
            {
                subject.Reseed();
                return subject.Metrics(chosen.to(type), against.Clone());
            }
            catch (FixtureException)
            {
                return null;
            }
        }

        ComparedTargets UseOfTargets(int metric, double value)
        {
            if (!batch.Separable || batch.Size < 4 || outputs.Perfect.shape[0] != batch.Size || target.shape[0] != batch.Size || SmallBatch.SameTarget(batch))
                return ComparedTargets.Unknown;
            var same = batch.With(batch.Inputs, [target.index_select(0, zeros(batch.Size, dtype: int64, device: target.device))]);
            if (Of(outputs.Perfect, same) is not { } changed || Values(outputs.Perfect.roll(1, 0)) is not { } rolled || Values(outputs.Perfect.roll(batch.Size / 2, 0)) is not { } further)
                return ComparedTargets.Unknown;
            return !Differ(changed[metric].Value, value) ? ComparedTargets.None
                : Differ(rolled[metric].Value, value) || Differ(further[metric].Value, value) ? ComparedTargets.Own
                : ComparedTargets.Exchangeable;
        }
    }

    /// <summary>Metrics are figures for people; they are computed in single precision.</summary>
    public static bool Differ(double first, double second) => Math.Abs(first - second) > 1e-4 * Math.Max(1e-4, Math.Max(Math.Abs(first), Math.Abs(second)));

    /// <summary>One output for all samples: the right one of each of the first samples, and no answer.</summary>
    private static IEnumerable<Tensor> Constants(PerfectOutputs outputs, Tensor target)
    {
        yield return outputs.Neutral;
        if (outputs.Perfect.shape[0] != target.shape[0])
            yield break;
        foreach (var sample in Enumerable.Range(0, (int)Math.Min(8, target.shape[0])))
            yield return outputs.Perfect[sample].unsqueeze(0).expand(outputs.Perfect.shape).clone();
    }
}

/// <summary>What one metric says.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HigherIsBetter">As the fixture says.</param>
/// <param name="Perfect">For outputs that are right for all samples.</param>
/// <param name="Half">For those that are right for half of them.</param>
/// <param name="Wrong">For those that are right for none.</param>
/// <param name="Constants">For outputs that are the same for all samples.</param>
/// <param name="Targets">Which targets an output is compared with.</param>
internal sealed record ProbedMetric(string Name, bool HigherIsBetter, double Perfect, double Half, double Wrong, IReadOnlyList<double> Constants, ComparedTargets Targets)
{
    /// <summary>Whether it is the better the worse the outputs are.</summary>
    public bool IsReversed => Targets == ComparedTargets.Own && Better(Half, Perfect) && Better(Wrong, Half);

    /// <summary>Whether it compares each output with the targets of all samples alike: exchanging them changes nothing, and one answer for all is as good as the right ones.</summary>
    public bool ComparesWithAllTargets => Targets == ComparedTargets.Exchangeable && Constants.Any(value => Better(value, Perfect) || !MetricReading.Differ(value, Perfect)) && Spread;

    private bool Spread => Constants.Append(Half).Append(Wrong).Any(value => MetricReading.Differ(value, Perfect));

    private bool Better(double first, double second) => MetricReading.Differ(first, second) && (HigherIsBetter ? first > second : first < second);
}

/// <summary>Which targets a metric compares an output with.</summary>
internal enum ComparedTargets
{
    /// <summary>It could not be told.</summary>
    Unknown,

    /// <summary>None: it is a figure of the outputs alone, and neither direction of it is wrong.</summary>
    None,

    /// <summary>Its own: samples that exchange their outputs change the metric.</summary>
    Own,

    /// <summary>Those of all samples alike.</summary>
    Exchangeable,
}
