using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Every value of the inputs lies in the declared range, and the values use it.</summary>
/// <param name="least">The least value that is allowed; double.NegativeInfinity for no bound.</param>
/// <param name="largest">The largest value that is allowed; double.PositiveInfinity for no bound.</param>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class InputInRangeAttribute(double least, double largest, [CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>A bound may be missed by what single precision rounds, which carries 7 digits.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Bytes that are divided by 255 twice fill 1/255 of their range; pictures that use less than 1 % of it have two or three shades.</summary>
    private const double LeastShare = 0.01;

    /// <inheritdoc/>
    public override string Claim => "Every value of the inputs lies in the declared range, and the values use it.";

    internal override Stage Stage => Stage.Data;

    /// <summary>The least value that is allowed.</summary>
    public double Least { get; } = least;

    /// <summary>The largest value that is allowed.</summary>
    public double Largest { get; } = largest;

    /// <summary>The position of the input that is meant, from 0; -1, the default, for all.</summary>
    public int Input { get; set; } = -1;

    internal override bool IsStandard => false;

    internal override string Arguments => FormattableString.Invariant($"{Least}, {Largest}{(Input < 0 ? "" : $", Input = {Input}")}");

    internal override Verdict Judge(Evidence evidence)
    {
        if (!(Least < Largest))
        {
            return Verdict.Fails($"[InputInRange({Figures.Of(Least)}, {Figures.Of(Largest)})] has no value between its bounds")
                .ChangeTo("give the least value first: [InputInRange(0, 1)]");
        }
        var pipeline = evidence.Pipeline;
        if (DataInput.Problem(pipeline, nameof(InputInRangeAttribute), Input) is { } problem)
            return problem;
        var inputs = DataInput.Of(pipeline, Input).ToList();
        var outside = inputs.Where(one => one.Reading.FirstNonFinite is not null || one.Reading.Channels.Any(IsOutside)).ToList();
        if (outside.Count > 0)
            return Fails(outside);
        var flat = inputs.Where(one => one.Reading.Largest - one.Reading.Least < LeastShare * (Largest - Least) && one.Reading.Largest > one.Reading.Least && double.IsFinite(Largest - Least)).ToList();
        return flat.Count == 0
            ? Verdict.Holds(string.Join(", ", inputs.Select(one => $"{one.Name} from {Figures.Of(one.Reading.Least)} to {Figures.Of(one.Reading.Largest)} in {one.Epoch.Extent}")))
            : Verdict.Fails($"the values fill less than {Figures.Percent(LeastShare)} of [{Figures.Of(Least)}, {Figures.Of(Largest)}]")
                .At(flat.Select(one => new Finding(one.Name, "", $"from {Figures.Of(one.Reading.Least)} to {Figures.Of(one.Reading.Largest)}, seen in {one.Epoch.Extent}")))
                .Because("the values were scaled twice: divided by 255 by the reader and again by the transform")
                .ChangeTo("scale once, or correct the declared range");
    }

    private Verdict Fails(List<DataInput> outside)
    {
        var worst = outside[0].Reading;
        return Verdict.Fails($"inputs lie outside of [{Figures.Of(Least)}, {Figures.Of(Largest)}]")
            .At(outside.SelectMany(one => Rows(one)))
            .Because(worst.FirstNonFinite is not null ? "an input is not finite"
                : HasWrapped(worst) ? "a byte has wrapped: bytes were centred before they were converted, and what should be negative became large (0 - 128 is 128 in bytes)"
                : worst.Least >= 0 && worst.Largest is > 1 and <= 255 && worst.IsWhole && Largest <= 1 ? "the bytes of the pictures were never scaled"
                : "the values are scaled in another way than declared")
            .ChangeTo(worst.FirstNonFinite is not null ? "drop these samples or fill the values in"
                : HasWrapped(worst) ? "convert first, then subtract: (pixels.to(float32) - 128) / 128"
                : worst.IsWhole && worst.Least >= 0 && Largest <= 1 ? "divide by 255, or correct the declared range" : "correct the scaling, or the declared range");
    }

    private IEnumerable<Finding> Rows(DataInput input)
    {
        if (input.Reading.FirstNonFinite is { } bad)
            yield return new Finding(input.Name, "", $"{bad.Values}, first in {input.Noun} batch {bad.Batch}, row {bad.Row}");
        var channels = input.Reading.Channels.Select((channel, c) => (channel, c)).Where(entry => IsOutside(entry.channel)).ToList();
        if (channels.Count == 0)
            yield break;
        // All channels alike are one fault.
        if (channels.Count == input.Reading.Channels.Count)
            yield return new Finding(input.Name, "", $"from {Figures.Of(input.Reading.Least)} to {Figures.Of(input.Reading.Largest)}{(input.Reading.Channels.Count > 1 ? " over all channels" : "")}, seen in {input.Epoch.Extent} of {input.Noun} data");
        if (input.Reading.Channels.Count > 1)
        {
            foreach (var (channel, c) in channels.OrderByDescending(entry => Math.Max(Least - entry.channel.Least, entry.channel.Largest - Largest)))
                yield return new Finding($"{input.Name}[:, {c}]", "", $"from {Figures.Of(channel.Least)} to {Figures.Of(channel.Largest)}");
        }
    }

    /// <summary>A range around 0 of which only twice the upper half occurs: bytes have no negative numbers, and the differences wrapped.</summary>
    private bool HasWrapped(TensorReading reading) =>
        Least < 0 && Largest > 0 && reading.Least >= 0 && reading.Largest > Largest && reading.Largest <= Largest - Least + Tolerance(Largest);

    private bool IsOutside(ChannelReading channel) => channel.Count > 0 && (channel.Least < Least - Tolerance(Least) || channel.Largest > Largest + Tolerance(Largest));

    private static double Tolerance(double bound) => double.IsFinite(bound) ? Rounding * Math.Max(1, Math.Abs(bound)) : 0;
}
