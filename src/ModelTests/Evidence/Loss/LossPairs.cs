using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Whether the loss compares each output with its own target, told by giving the samples one another's.</summary>
/// <param name="TargetsMatter">Whether other targets give another loss.</param>
/// <param name="TargetsExchangeable">Whether the loss stays the same when samples exchange their targets, and when they exchange their outputs.</param>
/// <param name="OutputsInteract">Whether the gradient of one output hangs on the other ones, as where distributions are compared.</param>
internal sealed record LossPairs(bool TargetsMatter, bool TargetsExchangeable, bool OutputsInteract)
{
    /// <summary>Two gradients whose cosine is this near to 1 are parallel.</summary>
    private const double Parallel = 1e-6;

    /// <summary>Fewer samples do not show who belongs to whom.</summary>
    private const int FewestSamples = 4;

    /// <summary>
    /// The best output is then the same for every sample, whatever its target: each output is compared with all targets alike, and with no other output.
    /// </summary>
    public bool ComparesWithAllTargets => TargetsMatter && TargetsExchangeable && !OutputsInteract;

    /// <summary>Null without targets that differ, or where outputs do not show which sample they belong to.</summary>
    public static LossPairs? Of(LossCall call, IReadOnlyList<Tensor> outputs)
    {
        var batch = call.Batch;
        if (batch.Targets.Count == 0 || !HasSamples(call, FewestSamples) || SmallBatch.SameTarget(batch) || batch.Targets.Any(target => target.dim() == 0 || target.shape[0] != batch.Size))
            return null;
        using var scope = NewDisposeScope();
        var others = new[] { 1, (int)batch.Size / 2 }.Select(by => EvaluationProbe.Positions(batch.Size).Select(i => (i + by) % batch.Size).ToArray()).ToList();
        if (call.At(outputs) is not { } own || call.Gradient(outputs) is not { } gradient)
            return null;
        var same = EvaluationProbe.Positions(batch.Size).Select(_ => 0L).ToArray();
        var matter = call.At(outputs, WithTargets(same)) is { } changed && call.Differ(own, changed)
            && call.Gradient(outputs, WithTargets(same)) is { } otherGradient && Rounding.Change(gradient[0], otherGradient[0]) > call.Tolerance;
        var exchangeable = others.TrueForAll(order => call.At(outputs, WithTargets(order)) is { } loss && !call.Differ(own, loss))
            && others.TrueForAll(order => call.At(Reordered(call, outputs, order)) is { } loss && !call.Differ(own, loss));
        return new LossPairs(matter, exchangeable, OutputsInteract: exchangeable && Interact(call, outputs, gradient));

        Batch WithTargets(long[] order) => batch.With(batch.Inputs, [.. batch.Targets.Select(target => target.index_select(0, tensor(order, int64, target.device)))]);
    }

    /// <summary>The loss of a batch and its copy together, relative to that of the batch.</summary>
    public static double? Duplicated(LossCall call, IReadOnlyList<Tensor> outputs)
    {
        var batch = call.Batch;
        if (!HasSamples(call, 1) || batch.Targets.Any(target => target.dim() == 0))
            return null;
        using var scope = NewDisposeScope();
        var twice = EvaluationProbe.Positions(batch.Size).Concat(EvaluationProbe.Positions(batch.Size)).ToArray();
        return call.At(outputs) is { } once && Math.Abs(once) > call.Tolerance && call.At(Reordered(call, outputs, twice), Batch.Concatenate([batch, batch])) is { } both
            ? both / once
            : null;
    }

    /// <summary>The dimension of the samples; -1 when there is none.</summary>
    public static int SampleDimension(Tensor output, Batch batch) => Array.IndexOf(output.shape, batch.Size, 0, Math.Min(2, output.shape.Length));

    private static bool HasSamples(LossCall call, int fewest) =>
        call.Batch.Separable && call.Batch.Size >= fewest && call.Outputs.All(output => SampleDimension(output, call.Batch) >= 0);

    private static List<Tensor> Reordered(LossCall call, IReadOnlyList<Tensor> outputs, long[] order) =>
        [.. outputs.Select(output => output.index_select(SampleDimension(output, call.Batch), tensor(order, int64, output.device)))];

    /// <summary>A root of the whole, or a mean, changes all gradients alike; parallel ones do not count as changed.</summary>
    private static bool Interact(LossCall call, IReadOnlyList<Tensor> outputs, IReadOnlyList<Tensor> gradient)
    {
        var half = call.Batch.Size / 2;
        var changed = outputs.Select((output, i) => call.Free[i] ? FirstHalfOf(output, output + output.roll(1, SampleDimension(output, call.Batch))) : output).ToList();
        if (call.Gradient(changed) is not { } other)
            return true;
        var (first, second) = (FirstHalf(gradient), FirstHalf(other));
        var sizes = first.norm().ToDouble() * second.norm().ToDouble();
        return !(sizes > 0) || 1 - (first.dot(second).ToDouble() / sizes) > Parallel;

        Tensor FirstHalf(IReadOnlyList<Tensor> of) => cat([.. of.Where((_, i) => call.Free[i]).Select(one => one.narrow(SampleDimension(one, call.Batch), 0, half).flatten().to(float64))]);

        Tensor FirstHalfOf(Tensor kept, Tensor rest)
        {
            var dimension = SampleDimension(kept, call.Batch);
            return cat([kept.narrow(dimension, 0, half), rest.narrow(dimension, half, call.Batch.Size - half)], dimension);
        }
    }
}
