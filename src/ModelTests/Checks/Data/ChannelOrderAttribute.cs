using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Each channel of an image arrives where the model expects it.</summary>
/// <remarks>Probe images that differ in one channel are sent through the fixture's <c>CreateDataFrom</c>.</remarks>
/// <param name="model">The dimensions of the batches as the model takes them: N, C and the others, such as "NCHW" or "NCDHW".</param>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class ChannelOrderAttribute(string model, [CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>Random cropping and colour changes leave most of a channel's change in its place; a view spreads it evenly over all, a half at most in one of two.</summary>
    private const double InPlace = 0.8;

    /// <inheritdoc/>
    public override string Claim => "Each channel of an image arrives where the model expects it.";

    internal override Stage Stage => Stage.Data;

    /// <summary>The dimensions of the batches.</summary>
    public string Model { get; } = model ?? "";

    /// <summary>The dimensions of raw images as <c>CreateDataFrom</c> reads them, in the same letters, such as "NHWC" for image files. Default: channels last.</summary>
    public string? Raw { get; set; }

    /// <summary>The type of raw images: "uint8", the default, with values from 0 to 255, or a real type such as "float32", from 0 to 1.</summary>
    public string RawType { get; set; } = "uint8";

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        var raw = Raw ?? Model.Replace("C", "", StringComparison.Ordinal) + "C";
        if (!IsOrder(Model) || !IsOrder(raw) || !raw.Order().SequenceEqual(Model.Order()))
        {
            return Verdict.Fails($"[ChannelOrder(\"{Model}\", Raw = \"{raw}\")] names no two orders of the same dimensions")
                .ChangeTo("write each dimension once, as a letter, N and C among them: [ChannelOrder(\"NCHW\", Raw = \"NHWC\")]");
        }
        if (InputType.Named(RawType) is not { } type)
            return Verdict.Fails($"[ChannelOrder(RawType = \"{RawType}\")] names no type").ChangeTo($"give one of {InputType.Known}");
        var shape = evidence.Pipeline.Training.Inputs[0].Formats[0].Shape;
        if (shape.Count != Model.Length)
        {
            return Verdict.Fails($"the inputs have {Figures.Count(shape.Count, "dimension")} and \"{Model}\" has {Model.Length}").At(new Finding("input", ModelTests.Shape.OfSizes(shape), "first training batch"))
                .ChangeTo("declare one letter per dimension of the batches");
        }
        var channels = shape[Model.IndexOf('C', StringComparison.Ordinal)];
        if (channels < 2)
            return Verdict.DoesNotApply("images of one channel have no order of channels");
        var probe = evidence.ChannelProbe(Model, raw, type);
        if (probe.Unknown is { } unknown)
            return Verdict.CouldNotTell(unknown);
        var wrong = probe.Arrives.Select((shares, c) => (Shares: shares, Channel: c)).Where(entry => entry.Shares[entry.Channel] < InPlace).ToList();
        if (wrong.Count == 0)
            return Verdict.Holds($"{Figures.Count(probe.Arrives.Count, "channel")} arrived in place: {probe.Sent}");
        var isMoved = wrong.TrueForAll(entry => entry.Shares.Max() >= InPlace);
        return Verdict.Fails($"{wrong.Count} of {Figures.Count(probe.Arrives.Count, "channel")} do not arrive where \"{Model}\" has them")
            .At(wrong.Select(entry => new Finding($"channel {entry.Channel}", "", isMoved
                ? $"arrives as channel {Array.IndexOf(entry.Shares, entry.Shares.Max())}"
                : $"is spread over channels: {string.Join(", ", entry.Shares.Select((share, c) => (share, c)).OrderByDescending(part => part.share).Take(4).Select(part => $"{Figures.Percent(part.share)} in {part.c}"))}")))
            .Because(isMoved
                ? "the channels are in another order, as blue, green and red are in BGR files"
                : $"the images were viewed or reshaped as {Model}, which takes the numbers as they lie in memory, and not permuted: each channel holds pixels of all")
            .ChangeTo(isMoved ? "reverse the channels where the image is read, or correct the order" : "permute the dimensions, as images.permute(0, 3, 1, 2) makes NCHW of NHWC; view and reshape only cut and join neighbours");
    }

    private static bool IsOrder(string order) =>
        order.All(char.IsAsciiLetterUpper) && order.Distinct().Count() == order.Length && order.Contains('N', StringComparison.Ordinal) && order.Contains('C', StringComparison.Ordinal);
}
