using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The loss of outputs that are right for all samples, for half of them and for none, and of one that is the same for all.</summary>
/// <param name="Kind">How the outputs answer the targets.</param>
/// <param name="Perfect">The loss where all are right.</param>
/// <param name="Half">Where half of them are.</param>
/// <param name="Neutral">Where no class comes before another; for values, at their mean.</param>
/// <param name="Wrong">Where all are wrong.</param>
internal sealed record LossLadder(AnswerKind Kind, double Perfect, double Half, double Neutral, double Wrong)
{
    /// <summary>A loss that grows in proportion falls ten times as far from 10 to 100 times an output as from once to 10 times; one that comes to rest does not.</summary>
    private const double GoesOn = 5;

    /// <summary>How near a loss must come to a formula's value to be taken for it, in nats.</summary>
    private const double Near = 1e-3;

    private static readonly double[] FarAway = [0.1, 1, 10, 100, 1000];

    /// <summary>The number of classes; 0 where the targets are no class indices.</summary>
    public long Classes { get; init; }

    /// <summary>Whether the loss is higher the better the outputs are.</summary>
    public bool IsReversed { get; init; }

    /// <summary>Whether it falls for ever as outputs get worse, where it is reversed, or surer, where it is not.</summary>
    public bool FallsWithoutEnd { get; init; }

    /// <summary>Whether the loss has the values that cross entropy has when it is given probabilities for logits.</summary>
    public bool IsSquashedTwice { get; init; }

    /// <summary>The size of another dimension over whose entries the loss spreads the probability; null when it is that of the classes.</summary>
    public long? SpreadOver { get; init; }

    /// <summary>Null where it is not known what a perfect output looks like.</summary>
    public static LossLadder? Of(LossCall call)
    {
        if (call.Only is not { } output || call.Batch.Targets is not [var target])
            return null;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var tried = PerfectOutputs.Candidates(output, target)
            .Select(outputs => (Outputs: outputs, Ladder: Read(call, outputs)))
            .Where(entry => entry.Ladder is not null)
            .Select(entry => (entry.Outputs, Ladder: entry.Ladder!))
            .ToList();
        var sound = tried.Where(entry => entry.Ladder.IsSound(call, entry.Outputs))
            .OrderBy(entry => entry.Outputs.Kind switch { AnswerKind.Values => 0, AnswerKind.Logits => 2, _ => 1 })
            .ThenBy(entry => entry.Ladder.Perfect - entry.Ladder.Wrong).FirstOrDefault();
        if (sound.Ladder is not null)
            return sound.Ladder.Completed(call, sound.Outputs, output);
        var reversed = tried.FirstOrDefault(entry => entry.Ladder.IsHighestWhenRight(call, entry.Outputs)).Ladder;
        // Classes, or masks of many values for each sample: nobody names there what an output is not. For one yes or no per sample somebody does,
        // such as a distance whose target says "alike".
        var kinds = tried.Where(entry => entry.Outputs.Kind != AnswerKind.Values).Select(entry => entry.Ladder).ToList();
        if (reversed is not null)
            return reversed with { IsReversed = true, FallsWithoutEnd = true };
        return kinds.Count > 0 && kinds.TrueForAll(ladder => ladder.IsWorseTheBetter) && (kinds[0].Classes > 0 || output.NumberOfElements > output.shape[0])
            ? kinds[0] with { IsReversed = true }
            : null;
    }

    private bool IsWorseTheBetter => Perfect > Half && Half > Wrong && Perfect > Neutral && Neutral > Wrong;

    private static LossLadder? Read(LossCall call, PerfectOutputs outputs)
    {
        var losses = new[] { outputs.Perfect, outputs.Half, outputs.Neutral, outputs.Wrong }.Select(call.At).ToList();
        return losses.TrueForAll(loss => loss is { } value && double.IsFinite(value))
            ? new LossLadder(outputs.Kind, losses[0]!.Value, losses[1]!.Value, losses[2]!.Value, losses[3]!.Value)
            {
                Classes = outputs.ClassDimension < 0 ? 0 : outputs.Perfect.shape[outputs.ClassDimension],
            }
            : null;
    }

    /// <summary>Whether a perfect output costs less than each of the others. Values must be best in every direction: logits and rates are no values.</summary>
    private bool IsSound(LossCall call, PerfectOutputs outputs) =>
        Perfect < Neutral && Perfect < Half && Half < Wrong
        && (outputs.Kind != AnswerKind.Values || Directions(outputs.Perfect).All(direction => call.At(outputs.Perfect + (direction * 0.01)) > Perfect));

    /// <summary>Whether the loss falls for ever in whatever way the outputs leave the targets.</summary>
    private bool IsHighestWhenRight(LossCall call, PerfectOutputs outputs) => outputs.Kind switch
    {
        AnswerKind.Values => Directions(outputs.Perfect).All(direction => Falls([Perfect, .. FarAway.Select(far => call.At(outputs.Perfect + (direction * far)))])),
        AnswerKind.YesOrNo => IsWorseTheBetter && Falls([Perfect, Neutral, Wrong, call.At(outputs.Wrong * 10), call.At(outputs.Wrong * 100)]),
        _ => false,
    };

    /// <summary>Up, down, stretched, squeezed and at random, each by the spread of the values.</summary>
    private static List<Tensor> Directions(Tensor values)
    {
        using var generator = new Generator(3);
        var spread = values.std().ToDouble();
        var stretched = values - values.mean();
        return [ones_like(values) * spread, ones_like(values) * -spread, stretched, -stretched, randn(values.shape, generator: generator).to(values.dtype).to(values.device) * spread];
    }

    private static bool Falls(IReadOnlyList<double?> losses) =>
        losses.Zip(losses.Skip(1)).All(pair => pair.Second < pair.First) && losses[^2] - losses[^1] > GoesOn * (losses[^3] - losses[^2]);

    private LossLadder Completed(LossCall call, PerfectOutputs outputs, Tensor output)
    {
        if (Kind is not (AnswerKind.Logits or AnswerKind.YesOrNo))
            return this;
        var (sure, surest) = (call.At(outputs.Perfect * 10), call.At(outputs.Perfect * 100));
        var other = output.shape.Append(output.NumberOfElements / Math.Max(1, Classes)).Where((size, i) => i != outputs.ClassDimension && size != Classes && size > 1);
        return this with
        {
            FallsWithoutEnd = Kind == AnswerKind.Logits && Perfect < 0 && surest < 0 && Falls([Neutral, Perfect, sure, surest]),
            IsSquashedTwice = Kind == AnswerKind.Logits
                ? Math.Abs(Neutral - Math.Log(Classes)) < Near && Math.Abs((surest ?? 0) - (Math.Log(Math.E + Classes - 1) - 1)) < Near
                : surest is { } floor && Math.Abs(floor - TwiceSquashed(outputs.Perfect)) < Near,
            SpreadOver = Classes == 0 ? null : other.Where(size => Math.Abs(Neutral - Math.Log(size)) < Near).Select(size => (long?)size).FirstOrDefault(),
        };
    }

    /// <summary>Binary cross entropy of the logits 1 for yes and 0 for no, which is what a sigmoid makes of sure answers.</summary>
    private static double TwiceSquashed(Tensor perfect)
    {
        var yes = perfect.gt(0).to(float64).mean().ToDouble();
        return (yes * Math.Log(1 + Math.Exp(-1))) + ((1 - yes) * Math.Log(2));
    }
}
