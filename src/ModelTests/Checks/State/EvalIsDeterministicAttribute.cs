using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>In evaluation mode the model gives the same outputs for the same input.</summary>
/// <remarks>
/// Equal bit by bit. Noise that is part of the model, such as the sample of a variational autoencoder, gives no answer; dropout that is left on,
/// parameters that each pass makes anew and numbers that no seed reaches fail.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class EvalIsDeterministicAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "In evaluation mode the model gives the same outputs for the same input.";

    internal override Stage Stage => Stage.Model;

    internal override Verdict Judge(Evidence evidence)
    {
        if (Inapplicable.ToForward(evidence) is { } inapplicable)
            return inapplicable;
        var repeat = evidence.EvaluationRepeat;
        var place = repeat.Detail.Length == 0 ? "" : $" {repeat.Detail}";
        return repeat.Source switch
        {
            RepeatSource.None => Verdict.Holds($"two passes give {Figures.Count(repeat.Outputs.Count, "equal output")} of shape {string.Join(", ", repeat.Outputs)}"),
            RepeatSource.NotANumber => Fails(repeat, "an output is not a number in evaluation mode, and NaN equals nothing")
                .Because("a value became NaN before the comparison: [NoNonFinite] looks for its origin")
                .ChangeTo("make the outputs finite first"),
            RepeatSource.Dropout => Fails(repeat, "two passes in evaluation mode drop different values")
                .Because($"something like dropout stays on in evaluation mode{place}: functional.dropout has training: true by default, and a Dropout that is made in forward or is not registered never hears of eval()")
                .ChangeTo("pass the module's own mode, functional.dropout(x, p, training), or make the Dropout in the constructor and register it"),
            RepeatSource.FreshParameters => Fails(repeat, "each forward call makes parameters anew")
                .Because($"a layer is made in forward instead of in the constructor ({repeat.Detail}), so it has other weights each time and is never trained")
                .ChangeTo("make the layer once, in the constructor, and register it"),
            RepeatSource.Unseeded => Fails(repeat, "two passes in evaluation mode differ, whatever the seed")
                .Because("the difference does not come from torch's generator: look for System.Random, Guid, the time, hash codes or uninitialised memory (torch.empty) in the forward call")
                .ChangeTo("use no random numbers in evaluation mode, or draw them with torch's own functions"),
            RepeatSource.CarriedState => Verdict.CouldNotTell(
                "an output depends on the calls before it: the model keeps something from call to call; override Forward so that it begins from a fresh state"),
            _ => Verdict.CouldNotTell(
                $"the model draws random numbers in evaluation mode{place}, which may be meant, as in a variational autoencoder; switch them off where training is false to be told"),
        };
    }

    private static Verdict Fails(EvaluationRepeat repeat, string headline) => Verdict.Fails(headline)
        .At(new Finding(repeat.Path.Length > 0 ? repeat.Path : "Forward", "", repeat.Detail), new Finding("output", repeat.Difference!.Size, repeat.Difference.Text))
        .ExemptBy("[Exempt(\"EvalIsDeterministic\", \"…\")]");
}
