using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether outputs count whose target is that token.</summary>
    internal LossPadding? LossPadding(long token) => ModelTests.LossPadding.Record(Create, Budget, token);
}

/// <summary>Whether outputs count in the loss whose target is a token that pads.</summary>
/// <param name="Padded">How many targets are that token.</param>
/// <param name="Targets">How many targets there are.</param>
/// <param name="ByPadding">How much the loss changes when the outputs for them change.</param>
/// <param name="ByOthers">How much it changes when those for the others change.</param>
/// <param name="Counts">Whether the change by padding is more than rounding.</param>
internal sealed record LossPadding(long Padded, long Targets, double ByPadding, double ByOthers, bool Counts)
{
    /// <summary>By how much logits are changed: enough to turn any answer of an untrained model.</summary>
    private const double Shift = 5;

    /// <summary>Null where no target is that token, or the loss does not take such outputs.</summary>
    public static LossPadding? Record(Func<Subject> create, RunBudget budget, long token)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var call = new LossCall(subject, SmallBatch.From(subject), budget);
        return RandomOutputs.Of(call) is [var outputs, ..] ? Of(call, outputs, token) : null;
    }

    /// <summary>The same on given outputs.</summary>
    public static LossPadding? Of(LossCall call, IReadOnlyList<Tensor> outputs, long token)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        if (call.Only is null || call.At(outputs) is not { } own)
            return null;
        foreach (var (dimension, labels) in call.Batch.Targets.SelectMany(target => PerfectOutputs.ClassDimensions(outputs[0], target)))
        {
            var padding = labels.eq(token);
            var padded = padding.sum().item<long>();
            if (padded == 0 || padded == labels.NumberOfElements)
                continue;
            using var generator = new Generator(11);
            var shift = randn(outputs[0].shape, generator: generator).to(outputs[0].dtype).to(outputs[0].device) * Shift;
            if (call.At(outputs[0] + (shift * padding.unsqueeze(dimension))) is not { } byPadding || call.At(outputs[0] + (shift * padding.logical_not().unsqueeze(dimension))) is not { } byOthers)
                continue;
            return new LossPadding(padded, labels.NumberOfElements, Math.Abs(byPadding - own), Math.Abs(byOthers - own), call.Differ(own, byPadding));
        }
        return null;
    }
}
