using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether padding changes the outputs.</summary>
    internal PaddingEffect PaddingEffect(int padding, int input) => ModelTests.PaddingEffect.Record(Create, Budget, padding, input);
}

/// <summary>How padding was changed.</summary>
internal enum PaddingEdit
{
    /// <summary>Padding was replaced by tokens of the data.</summary>
    Replaced,

    /// <summary>The samples were cut to their real length.</summary>
    Truncated,

    /// <summary>The embedding of the padding was changed.</summary>
    Embedded,
}

/// <summary>What outputs change, in evaluation mode, with the padding of the input; outputs at padded positions are not looked at.</summary>
/// <param name="Edit">How the padding was changed; the way that tells most.</param>
/// <param name="Change">The largest change of an output by it, relative to the output's magnitude.</param>
/// <param name="Own">The largest change by replacing real tokens.</param>
/// <param name="Leak">Where the padding is seen first; null when it changes nothing.</param>
/// <param name="Unknown">Why it cannot be told.</param>
internal sealed record PaddingEffect(PaddingEdit Edit, double Change, double Own, FirstLeak? Leak = null, string? Unknown = null)
{
    /// <summary>Whether padding counts and nothing else does.</summary>
    public bool Inverted => Leak is not null && Own == 0;

    public static PaddingEffect Record(Func<Subject> create, RunBudget budget, int padding, int input) =>
        EvaluationProbe.Confirmed(inDouble => Record(create, budget, padding, input, inDouble), effect => effect.Leak is not null);

    private static PaddingEffect Record(Func<Subject> create, RunBudget budget, int padding, int number, bool inDouble)
    {
        using var probe = new EvaluationProbe(create, budget, inDouble);
        if (number >= probe.Pool.Inputs.Count)
            return NotTold($"Input is {number}, and the model takes {Figures.Count(probe.Pool.Inputs.Count, "input")}; count them from 0");
        if (probe.Pool.Inputs[number] is not { } tokens || tokens.is_floating_point() || tokens.dtype == ScalarType.Bool || tokens.dim() != 2)
            return NotTold($"input {number} is {Shape.Of(probe.Pool.Inputs[number])} and no integers [samples, time]; set Input to the number of the tokens' input");
        if (PaddedTokens.Of(probe, padding, number) is not { } padded)
            return NotTold($"no sample of input {number} has both {padding} and other tokens; give data with padded samples");
        var batch = padded.Batch;
        if (probe.TryOutputs(batch) is not { } normal)
            return NotTold($"the model takes no batch of {batch.Size} samples; let it take any number");
        if (EvaluationProbe.NotANumber(normal) is { } notANumber)
            return NotTold(notANumber);
        if (!normal.Any(output => padded.HasSamples(output)))
            return NotTold($"no output of {string.Join(", ", normal.Select(Shape.Of))} has a dimension of the {batch.Size} samples; return one output per sample");
        if (probe.NotRepeatable(batch) is { } notRepeatable)
            return NotTold(notRepeatable);

        using var real = padded.WithOtherTokens(probe, inPadding: false);
        if (probe.TryOutputs(real) is not { } realPass)
            return NotTold("the model does not take other tokens of the data; [InputMatters] tells more");
        var own = padded.Change(normal, realPass) is var changed && changed > PaddedTokens.Tolerance(normal) ? changed : 0;
        using var replaced = padded.WithOtherTokens(probe, inPadding: true);
        if (probe.TryOutputs(replaced) is not { } pass || !probe.DrawEqualNoise(batch, replaced))
            return NotTold("the model does not take tokens in the place of padding, or draws other noise for them");
        var byReplacing = padded.Change(normal, pass);
        if (byReplacing <= PaddedTokens.Tolerance(normal))
        {
            return own > 0
                ? new PaddingEffect(PaddingEdit.Replaced, byReplacing, own)
                : NotTold("no token changes any output, so nothing is seen of the padding; [InputMatters] tells why");
        }
        if (own == 0)
            return new PaddingEffect(PaddingEdit.Replaced, byReplacing, 0, FirstLeak.Find(probe, batch, replaced, padded.Unchanged));
        // The mask may be made of the tokens: then replaced padding is rightly seen, and what is to be known is whether padding is.
        return Truncated(probe, padded, own) ?? Embedded(probe, padded, normal, own)
            ?? NotTold($"replacing padding changes the output, which it may where the mask is made of the tokens, and the model takes only {padded.Length} tokens; let it take fewer, or pad on the right");
    }

    /// <summary>Compares padded samples with the same ones cut to their length; null when the model takes no shorter ones.</summary>
    private static PaddingEffect? Truncated(EvaluationProbe probe, PaddedTokens padded, double own)
    {
        PaddingEffect? worst = null;
        foreach (var (group, length) in padded.ByLength())
        {
            using var scope = NewDisposeScope();
            foreach (var shorter in group.Truncated(length))
            {
                if (probe.TryOutputs(shorter) is not { } pass || probe.TryOutputs(group.Batch) is not { } normal || !probe.DrawEqualNoise(group.Batch, shorter))
                    continue;
                if (normal.Zip(pass).Any(pair => group.Cut(pair.First, pair.Second, length) is null))
                    continue;
                var change = normal.Zip(pass).Max(pair => Rounding.Change(group.Cut(pair.First, pair.Second, length)!, pair.Second, pair.First));
                var leaks = change > PaddedTokens.Tolerance(normal);
                if (worst is null || change > worst.Change)
                {
                    worst = new PaddingEffect(PaddingEdit.Truncated, change, own, leaks
                        ? FirstLeak.Find(probe, group.Batch, shorter, (before, after) => group.Cut(before, after, length) is { } cut ? Rounding.Change(cut, after, before) <= Rounding.Tolerance(before.dtype) : null)
                        : null);
                }
                break;
            }
        }
        return worst;
    }

    /// <summary>Changes the padding's row in the embedding of the tokens; null when there is no such row, or when it is used in other places, too.</summary>
    private static PaddingEffect? Embedded(EvaluationProbe probe, PaddedTokens padded, IReadOnlyList<Tensor> normal, double own)
    {
        using var full = padded.WithOtherTokens(probe, inPadding: true);
        foreach (var (_, module) in probe.Subject.Tree.Modules)
        {
            if (module is not Embedding { weight: { } weight } || padded.Padding < 0 || weight.shape[0] <= padded.Largest)
                continue;
            // A row of zeros is kept at zero by padding_idx: there is nothing of it to see.
            if (weight[padded.Padding].count_nonzero().item<long>() == 0 || Effect(full, padded.Padding) > 0 || Effect(padded.Batch, padded.Token) == 0)
                continue;
            var change = Effect(padded.Batch, padded.Padding);
            return new PaddingEffect(PaddingEdit.Embedded, change, own, change > 0
                ? FirstLeak.Find(probe, padded.Batch, padded.Batch, padded.Unchanged, () => new ChangedRow(probe.Subject, weight, padded.Padding))
                : null);

            double Effect(Batch batch, long row)
            {
                using var scope = NewDisposeScope();
                var before = probe.Outputs(batch);
                using var changed = new ChangedRow(probe.Subject, weight, row);
                var after = probe.Outputs(batch);
                // Where weights are tied, the row is also that of a logit.
                var change = padded.Change([.. before.Select(Without)], [.. after.Select(Without)], ReferenceEquals(batch, full));
                return change > PaddedTokens.Tolerance(normal) ? change : 0;

                Tensor Without(Tensor output)
                {
                    var last = output.dim() - 1;
                    return output.dim() < 2 || output.shape[last] != weight.shape[0]
                        ? output
                        : cat([output.narrow(last, 0, row), output.narrow(last, row + 1, output.shape[last] - row - 1)], last);
                }
            }
        }
        return null;
    }

    private static PaddingEffect NotTold(string reason) => new(PaddingEdit.Replaced, 0, 0, Unknown: reason);

    /// <summary>Another embedding of one token, until disposed.</summary>
    private sealed class ChangedRow : IDisposable
    {
        private readonly Tensor row;
        private readonly Tensor before;

        public ChangedRow(Subject subject, Tensor weight, long token)
        {
            row = weight[token];
            before = row.clone();
            subject.Reseed(5);
            row.add_(randn_like(row) * weight.std());
        }

        public void Dispose()
        {
            row.copy_(before);
            row.Dispose();
            before.Dispose();
        }
    }
}
