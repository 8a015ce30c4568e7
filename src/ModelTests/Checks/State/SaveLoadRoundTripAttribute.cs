using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>A model that is saved and loaded into a fresh one gives the same outputs.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class SaveLoadRoundTripAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    private const string Exemption = "[Exempt(\"SaveLoadRoundTrip\", \"…\")]";

    /// <inheritdoc/>
    public override string Claim => "A model that is saved and loaded into a fresh one gives the same outputs.";

    internal override Stage Stage => Stage.State;

    internal override Verdict Judge(Evidence evidence)
    {
        var trip = evidence.SaveLoad;
        if (trip.Thrown is not null)
        {
            return Verdict.Fails("what was saved cannot be loaded into a fresh model").At([.. trip.Tensors, new Finding("load", "", trip.Thrown)])
                .Because("a fresh model has other parameters or buffers than the trained one")
                .ChangeTo("make every layer and buffer in the constructor, with a shape that does not depend on training").ExemptBy(Exemption);
        }
        if (trip.Tensors.Count > 0)
        {
            return Verdict.Fails($"{Figures.Count(trip.Tensors.Count, "parameter or buffer", "parameters or buffers")} of {trip.Compared} did not survive saving and loading").At(trip.Tensors)
                .Because("the saved and the loaded model do not hold the same parameters and buffers")
                .ChangeTo("register each under one name, in the constructor, and let nothing else write to it").ExemptBy(Exemption);
        }
        if (trip.Inconclusive is not null)
            return Verdict.CouldNotTell(trip.Inconclusive);
        return trip.Output is null
            ? Verdict.Holds($"{Figures.Count(trip.Compared, "parameter or buffer", "parameters and buffers")} and all outputs are equal after saving and loading")
            : Outside(trip, trip.Output).ExemptBy(Exemption);
    }

    /// <summary>All that was saved is the same, and the outputs are not: something is not saved.</summary>
    private static Verdict Outside(SaveLoad trip, OutputDifference output)
    {
        var lost = trip.Unregistered.Select(path => new Finding(path, "", "not registered, and so not saved"))
            .Concat(trip.Fields.Select(field => new Finding(field.Path, "", field.Saved == field.Loaded ? $"{field.Saved}, in another state in the loaded model" : $"{field.Saved} in the saved model, {field.Loaded} in the loaded one"))).ToList();
        return Verdict.Fails($"all {trip.Compared} parameters and buffers are equal after loading, and the outputs are not")
            .At([.. lost, new Finding("output", output.Size, output.Text)])
            .Because(lost.Count == 0
                ? "the outputs depend on something that is not saved and is no field of the model: a static field, or numbers drawn when the model is built"
                : $"{lost[0].Location} is state of the model that its state dict does not have")
            .ChangeTo(trip.Unregistered.Count > 0 ? "register it: a field that RegisterComponents() sees, a ModuleList, or register_module" : "keep it in a buffer: register_buffer(\"name\", torch.tensor(…))");
    }
}
