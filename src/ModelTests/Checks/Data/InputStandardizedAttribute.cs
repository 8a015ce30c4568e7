using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Each channel of the inputs has mean 0 and standard deviation 1 over the training data.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class InputStandardizedAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>Standard errors that a mean may be off by chance; in 10,000 channels of sound data fewer than one is further off.</summary>
    private const double StandardErrors = 5;

    /// <inheritdoc/>
    public override string Claim => "Each channel of the inputs has mean 0 and standard deviation 1 over the training data.";

    internal override Stage Stage => Stage.Data;

    /// <summary>How far mean and variance may be off beside chance, such as when they were taken from a larger data set. Default: 0.2.</summary>
    public double Tolerance { get; set; } = 0.2;

    /// <summary>The position of the input that is meant, from 0; -1, the default, for all.</summary>
    public int Input { get; set; } = -1;

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        if (!(Tolerance >= 0))
            return Verdict.Fails($"[InputStandardized(Tolerance = {Figures.Of(Tolerance)})] is no tolerance").ChangeTo("give a number from 0, such as 0.2");
        var pipeline = evidence.Pipeline;
        if (DataInput.Problem(pipeline, nameof(InputStandardizedAttribute), Input) is { } problem)
            return problem;
        var training = DataInput.Of(pipeline, Input).Where(one => one.Noun == "training").ToList();
        var channels = training.SelectMany(one => one.Reading.Channels.Select((channel, c) => (Name: one.Reading.Channels.Count > 1 ? $"{one.Name}[:, {c}]" : one.Name, Channel: channel))).ToList();
        var wrong = channels.Where(entry => MeanOff(entry.Channel) > 0 || VarianceOff(entry.Channel) > 0).OrderByDescending(entry => Math.Max(MeanOff(entry.Channel), VarianceOff(entry.Channel))).ToList();
        var extent = pipeline.Training.Extent;
        return wrong.Count == 0
            ? Verdict.Holds($"{Figures.Count(channels.Count, "channel")} with mean 0 and standard deviation 1 in {extent}")
            : Verdict.Fails($"{wrong.Count} of {Figures.Count(channels.Count, "channel")} {(wrong.Count == 1 ? "is" : "are")} not standardised, seen in {extent}")
                .At(wrong.Select(entry => new Finding(entry.Name, "", $"mean {Figures.Of(entry.Channel.Mean)}, standard deviation {Figures.Of(entry.Channel.Deviation)}")))
                .Because("mean and standard deviation were taken from other data, in another scale (0 to 255 for 0 to 1), exchanged, or applied twice or not at all")
                .ChangeTo("subtract each channel's mean over the training data and divide by its standard deviation, once");
    }

    private double MeanOff(ChannelReading channel) => Math.Abs(channel.Mean) - Tolerance - (StandardErrors * channel.ErrorOfMean);

    private double VarianceOff(ChannelReading channel) => Math.Abs((channel.Deviation * channel.Deviation) - 1) - Tolerance - (StandardErrors * channel.ErrorOfPower);
}
