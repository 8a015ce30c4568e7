using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the fixture's loss says of outputs that are made for it.</summary>
    internal LossReading LossReading => Recording(ModelTests.LossReading.Record);
}

/// <summary>What the fixture's loss says of outputs that are made from a small batch's targets, or drawn at random; the model only gives their shapes.</summary>
internal sealed record LossReading
{
    /// <summary>Why nothing can be tried; null when something can.</summary>
    public string? Unknown { get; init; }

    /// <summary>Whether equally seeded calls give the same loss; a state of the loss's own says no.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>Whether other outputs give another loss.</summary>
    public bool DependsOnOutput { get; init; }

    /// <summary>Whether a gradient other than zero reaches some output.</summary>
    public bool HasGradient { get; init; }

    /// <summary>Outputs made of the targets; null where it is not known what a perfect one looks like.</summary>
    public LossLadder? Ladder { get; init; }

    /// <summary>Whether outputs and targets are compared pair by pair; null where that cannot be tried.</summary>
    public LossPairs? Pairs { get; init; }

    /// <summary>The loss of a batch and its copy together, relative to that of the batch; null where that cannot be tried.</summary>
    public double? Duplicated { get; init; }

    /// <summary>The gradient against differences of the loss; null where that cannot be tried.</summary>
    public LossSlope? Slope { get; init; }

    /// <summary>What outputs do whose target is -100, the index that cross entropy leaves out; null where there is none.</summary>
    public LossPadding? Ignored { get; init; }

    /// <summary>For which outputs within the model's range the loss is not finite, and what it is there.</summary>
    public (string Outputs, string Loss)? NonFinite { get; init; }

    public static LossReading Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batch = SmallBatch.From(subject);
        var call = new LossCall(subject, batch, budget);
        if (!call.Free.Contains(true))
            return new LossReading { Unknown = "the model returns no real numbers, and a loss has a gradient for nothing else" };
        if (call.At(call.Outputs) is not { } own || !double.IsFinite(own))
            return new LossReading { Unknown = "the loss of the fresh model is not finite; [NoNonFinite] tells where that begins" };

        var points = RandomOutputs.Of(call);
        var repeatable = call.At(call.Outputs) == own;
        var noisy = !repeatable || call.At(call.Outputs, noise: 1) != own;
        return new LossReading
        {
            IsRepeatable = repeatable,
            DependsOnOutput = !repeatable || points.Any(point => call.At(point) is { } other && call.Differ(own, other)),
            HasGradient = points.Append(call.Outputs).Any(point => call.Gradient(point)?.Any(gradient => TensorScan.Largest(gradient) != 0) == true),
            Ladder = LossLadder.Of(call),
            Pairs = noisy || points.Count == 0 ? null : LossPairs.Of(call, points[0]),
            Duplicated = noisy || points.Count == 0 ? null : LossPairs.Duplicated(call, points[0]),
            Slope = !repeatable || points.Count == 0 ? null : LossSlope.Of(call, points[0]),
            Ignored = !repeatable || points.Count == 0 ? null : LossPadding.Of(call, points[0], LabelAccuracy.Ignored),
            NonFinite = ExtremeOutputs.NonFinite(subject, batch),
        };
    }
}
