using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Two trainings from the same seed are equal, bit by bit.</summary>
/// <remarks>
/// Within one process: <see cref="SameInEveryProcessAttribute"/> sees what differs between processes only, such as the hash code of a string.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class TrainingIsReproducibleAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    private const string Sources = "System.Random without a seed, Guid, the time, RandomNumberGenerator, a static counter or uninitialised memory (torch.empty)";

    /// <inheritdoc/>
    public override string Claim => "Two trainings from the same seed are equal, bit by bit.";

    internal override Stage Stage => Stage.State;

    internal override Verdict Judge(Evidence evidence)
    {
        var (first, second) = evidence.RepeatedTraining;
        if (TrailDifference.Between(first, second) is { } difference)
        {
            var (cause, change) = Explain(difference.Recipe);
            return Verdict.Fails($"{difference.What} differs between two trainings from the same seed").At(difference.Findings)
                .Because(cause).ChangeTo(change).ExemptBy("[Exempt(\"TrainingIsReproducible\", \"…\")]");
        }
        return (first.FirstNonFiniteStep ?? second.FirstNonFiniteStep) is { } step
            ? Verdict.CouldNotTell($"training is not finite in step {step}, and NaN equals nothing; see [NoNonFinite]")
            : Verdict.Holds($"{Figures.Count(first.Taken.Count, "training step")} gave the same losses and parameters twice");
    }

    private static (string Cause, string Change) Explain(string recipe) => recipe switch
    {
        "CreateModel" => ($"CreateModel draws numbers that torch.manual_seed does not reach: {Sources}", "draw initial values with torch's own functions or from a generator with a fixed seed"),
        "CreateData" => ($"the data does not follow the seed: TorchSharp's DataLoader(shuffle: true) ignores torch.manual_seed unless it is given a seed; else look for {Sources}", "give the loader a seed: new DataLoader(…, shuffle: true, seed: 1)"),
        _ => ($"forward, loss or training step draws numbers that torch.manual_seed does not reach: {Sources}", "draw random numbers with torch's own functions, or from a System.Random with a fixed seed"),
    };
}
