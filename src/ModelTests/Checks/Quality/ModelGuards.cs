namespace ModelTests;

/// <summary>What a refactor may change in silence beside quality: the parameters' names and shapes, the time of a training step, the tensors that it keeps alive.</summary>
internal sealed class ModelGuards(QualityBaseline before, QualityBaseline now, bool sameEnvironment)
{
    /// <param name="parameters">Whether names and shapes must be the same.</param>
    /// <param name="time">The factor that a step may take longer; 0 for any.</param>
    /// <param name="tensors">The factor by which more tensors may be alive; 0 for any number.</param>
    public IEnumerable<QualityProblem> Problems(bool parameters, double time, double tensors) =>
    [
        .. parameters ? Parameters() : [],
        // Another machine does other things fast: there the ratio to the calibration says nothing.
        .. time > 0 && sameEnvironment ? Factor("step time", "times the calibration", before.StepTime, now.StepTime, time) : [],
        .. tensors > 0 ? Factor("live tensors", "tensors", before.LiveTensors, now.LiveTensors, tensors) : [],
    ];

    private IEnumerable<QualityProblem> Parameters()
    {
        if (before.Parameters.Count == 0)
        {
            yield return new("parameters", "are to be compared, and the baseline has none", $"{now.Parameters.Count} now; accept the baseline anew");
            yield break;
        }
        foreach (var (path, size) in before.Parameters)
        {
            if (!now.Parameters.TryGetValue(path, out var other))
                yield return new(path, "is in the baseline, and the model no longer has it: saved checkpoints do not load", $"{size} in the baseline, missing now");
            else if (other != size)
                yield return new(path, $"is {other}, and was {size} in the baseline: saved checkpoints do not load", $"{size} in the baseline, {other} now");
        }
        foreach (var (path, size) in now.Parameters.Where(entry => !before.Parameters.ContainsKey(entry.Key)))
            yield return new(path, "is new: saved checkpoints do not have it", $"{size}, missing in the baseline");
    }

    private static IEnumerable<QualityProblem> Factor(string what, string unit, double? before, double? now, double factor)
    {
        if (before is not { } old || now is not { } current)
        {
            yield return new(what, "is to be compared, and the baseline has none", "accept the baseline anew");
            yield break;
        }
        // Not '>', so that NaN fails.
        if (!(current <= factor * old))
        {
            yield return new(what, $"is {Figures.Of(current / old)} times that of the baseline, and {Figures.Of(factor)} times is allowed",
                $"{Figures.Of(current)} {unit}, in the baseline {Figures.Of(old)}");
        }
    }
}
