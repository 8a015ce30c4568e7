using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>A training that is interrupted and resumed equals one that is not, bit by bit.</summary>
/// <remarks>
/// A contract: all that a step depends on lies in what a checkpoint holds. That is parameters and buffers, the optimizers' state dicts, the position of each
/// schedule, <c>Training.StepsTaken</c>, gradients still to be applied, and torch's generator. A replay memory, a counter or a second network in a field of
/// the training breaks it, sound as they may be where nothing is resumed.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class ResumesExactlyAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "A training that is interrupted and resumed equals one that is not, bit by bit.";

    internal override Stage Stage => Stage.State;

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        var resumption = evidence.Resumption;
        if (resumption.Inconclusive is not null)
            return Verdict.CouldNotTell(resumption.Inconclusive);
        if (resumption.FirstDifferentStep is not { } step)
            return Verdict.Holds($"{Resumption.After} steps after an interruption at step {Resumption.Before} gave the same losses, parameters, buffers and optimizer state");
        var lost = resumption.Lost;
        return Verdict.Fails($"a training resumed after step {Resumption.Before} differs from an uninterrupted one in step {step}")
            .At([.. lost.Select(field => new Finding(field.Path, "", field.Held == field.Resumed ? $"{field.Held}, in another state after resuming" : $"{field.Held} at the interruption, {field.Resumed} after resuming")), .. resumption.Differences])
            .Because(lost.Count > 0
                ? $"{lost[0].Path} is in no state dict, and so starts anew when training is resumed"
                : "the step depends on something that is in no state dict and in no field of the model or the training: a System.Random, or a variable that a lambda or the schedule captured")
            .ChangeTo("keep numbers in a buffer of the model, further networks in modules of the model, and count steps by Training.StepsTaken")
            .ExemptBy("[Exempt(\"ResumesExactly\", \"…\")]");
    }
}
