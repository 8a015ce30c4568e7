using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>A training from one seed is the same in every process, bit by bit.</summary>
/// <remarks>
/// The fixture is trained in a few processes of its own, so it needs a constructor without arguments.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class SameInEveryProcessAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "A training from one seed is the same in every process, bit by bit.";

    internal override Stage Stage => Stage.State;

    // It starts processes, which takes a second or two.
    internal override bool IsStandard => false;

    internal override bool TakesLong => true;

    internal override Verdict Judge(Evidence evidence)
    {
        var (here, again) = evidence.RepeatedTraining;
        if (TrailDifference.Between(here, again) is not null)
            return Verdict.CouldNotTell("two trainings from the same seed differ in one process already; see [TrainingIsReproducible]");
        if (here.FirstNonFiniteStep is { } step)
            return Verdict.CouldNotTell($"training is not finite in step {step}, and NaN equals nothing; see [NoNonFinite]");
        var elsewhere = evidence.TrainingElsewhere;
        if (elsewhere.Unknown is { } unknown)
            return Verdict.CouldNotTell(unknown);
        var differences = elsewhere.Trails.Select(trail => TrailDifference.Between(here, trail)).OfType<TrailDifference>().ToList();
        if (differences.Count == 0)
            return Verdict.Holds($"{Figures.Count(here.Taken.Count, "training step")} gave the same losses and parameters in this process and in {elsewhere.Trails.Count} others");
        if (elsewhere.Trails.Skip(1).All(trail => TrailDifference.Between(elsewhere.Trails[0], trail) is null))
            return Verdict.CouldNotTell($"{differences[0].What} is the same in {elsewhere.Trails.Count} other processes and another one in this: something here was set before, such as a static field, a default type or what a test's set-up leaves");
        var first = differences[0];
        return Verdict.Fails($"{first.What} differs between processes that train from the same seed").At(first.Findings)
            .Because($"{(first.Recipe == "TrainStep" ? "forward, loss or training step" : first.Recipe)} depends on what is another in each process: string.GetHashCode() and HashCode.Combine(), the order of a ConcurrentDictionary, ImmutableHashSet or ImmutableDictionary, which follows them, the process id, the hash code or the address of an object")
            .ChangeTo("take a hash of the characters themselves, such as FNV-1a or SHA-256, in place of GetHashCode(); sort names before they are numbered or looped over")
            .ExemptBy("[Exempt(\"SameInEveryProcess\", \"…\")]");
    }
}
