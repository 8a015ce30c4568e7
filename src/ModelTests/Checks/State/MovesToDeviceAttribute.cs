using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The model moves to another device: parameters and buffers follow, and the forward call makes its tensors where its input is.</summary>
/// <remarks>Needs no GPU: without one it works on the meta device. A GPU that MODELTESTS_DEVICE names, such as "cuda:0", is used where it is available.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class MovesToDeviceAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    private const string Exemption = "[Exempt(\"MovesToDevice\", \"…\")]";

    /// <inheritdoc/>
    public override string Claim => "The model moves to another device, and its forward call makes its tensors where its input is.";

    internal override Stage Stage => Stage.State;

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        if (Inapplicable.ToForward(evidence) is { } reason)
            return reason;
        var move = evidence.DeviceMove;
        if (move.IsScript)
            return Verdict.DoesNotApply("TorchScript hides the model's own code, and its constants move by rules of their own");
        if (move.Stayed is [var first, ..])
        {
            return Verdict.Fails($"after the move to {move.Device} {Figures.Count(move.Stayed.Count, "part")} of the model {(move.Stayed.Count == 1 ? "is" : "are")} not there").At(move.Stayed)
                .Because($"model.to(device) does not reach {first.Location}")
                .ChangeTo("register it: a field that RegisterComponents() sees, a ModuleList, register_module or register_buffer").ExemptBy(Exemption);
        }
        if (move.Mixed is [var culprit, ..])
        {
            return Verdict.Fails($"with model and input on {move.Device} the forward call gives one operation tensors of two devices").At(move.Mixed)
                .Because($"{culprit.Location} {culprit.Text.Split(';')[0]}")
                .ChangeTo("make it with device: input.device, or register it: register_buffer(\"name\", …)").ExemptBy(Exemption);
        }
        return move.Inconclusive is null
            ? Verdict.Holds($"{Figures.Count(move.Moved, "parameter or buffer", "parameters and buffers")} and the forward call work on {move.Device}")
            : Verdict.CouldNotTell($"{move.Inconclusive}, and {move.Device} does not tell more; name a GPU in {DeviceMove.Variable}, such as \"cuda:0\"");
    }
}
