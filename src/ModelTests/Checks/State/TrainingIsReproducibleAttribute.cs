using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Two trainings from the same seed are equal, bit by bit.</summary>
/// <remarks>
/// Within one process: what differs between processes only, such as the hash code of a string, is not seen.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class TrainingIsReproducibleAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    private const string Sources = "System.Random without a seed, Guid, the time, RandomNumberGenerator, a static counter or uninitialised memory (torch.empty)";

    /// <inheritdoc/>
    public override string Claim => "Two trainings from the same seed are equal, bit by bit.";

    internal override Verdict Judge(Evidence evidence)
    {
        var (first, second) = evidence.RepeatedTraining;
        if (StateEntry.Differences(first.Initial, second.Initial) is { Count: > 0 } initial)
            return Fails("the initial model differs", "CreateModel", initial, "", $"CreateModel draws numbers that torch.manual_seed does not reach: {Sources}", "draw initial values with torch's own functions or from a generator with a fixed seed");
        if (FirstDifference(first.Batches, second.Batches) is { } batch)
        {
            return Fails($"batch {batch + 1} differs", "CreateData", [], $"batch {batch + 1} has other values or another order",
                $"the data does not follow the seed: TorchSharp's DataLoader(shuffle: true) ignores torch.manual_seed unless it is given a seed; else look for {Sources}", "give the loader a seed: new DataLoader(…, shuffle: true, seed: 1)");
        }
        for (var step = 0; step < first.Taken.Count; step++)
        {
            var (one, other) = (first.Taken[step], second.Taken[step]);
            if (!one.IsFinite || !other.IsFinite)
                return Verdict.CouldNotTell($"training is not finite in step {step + 1}, and NaN equals nothing; see [NoNonFinite]");
            var changed = StateEntry.Differences(one.State, other.State);
            if (changed.Count == 0 && one.Loss.Equals(other.Loss))
                continue;
            var losses = one.Loss.Equals(other.Loss) ? $"the losses are equal, {Figures.Of(one.Loss ?? 0)}" : $"step {step + 1} has loss {one.Loss:R} once and {other.Loss:R} the next time";
            return Fails($"step {step + 1} differs", "TrainStep", changed, losses,
                $"forward, loss or training step draws numbers that torch.manual_seed does not reach: {Sources}", "draw random numbers with torch's own functions, or from a System.Random with a fixed seed");
        }
        return Verdict.Holds($"{Figures.Count(first.Taken.Count, "training step")} gave the same losses and parameters twice");
    }

    private static Verdict Fails(string what, string location, IReadOnlyList<StateEntry> entries, string text, string cause, string change) =>
        Verdict.Fails($"{what} between two trainings from the same seed")
            .At([new Finding(location, "", text), .. entries.Select(entry => new Finding(entry.Path, entry.Size, "differs"))])
            .Because(cause).ChangeTo(change).ExemptBy("[Exempt(\"TrainingIsReproducible\", \"…\")]");

    private static int? FirstDifference(IReadOnlyList<string> one, IReadOnlyList<string> other)
    {
        for (var i = 0; i < Math.Max(one.Count, other.Count); i++)
        {
            if (i >= one.Count || i >= other.Count || one[i] != other[i])
                return i;
        }
        return null;
    }
}
