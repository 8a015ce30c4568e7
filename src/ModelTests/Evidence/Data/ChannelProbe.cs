using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Where each channel of a raw image ends up in the fixture's pipeline.</summary>
    internal ChannelProbe ChannelProbe(string model, string raw, ScalarType type) => ModelTests.ChannelProbe.Record(CreateUnproven, Pipeline, Budget, model, raw, type);
}

/// <summary>Images that differ in one channel only, sent through the fixture's pipeline.</summary>
/// <param name="Arrives">For each raw channel the share of its change that each channel of the batches shows; each row sums to 1.</param>
/// <param name="Sent">What was sent.</param>
/// <param name="Unknown">Why it cannot be told; null when it can.</param>
internal sealed record ChannelProbe(IReadOnlyList<double[]> Arrives, string Sent, string? Unknown = null)
{
    private const int Images = 16;

    /// <summary>Bytes of the channel that is changed and of all others; real numbers are 1/255 of them.</summary>
    private const double Base = 60;
    private const double Changed = 200;

    /// <summary>Channels that are tried; images have at most four, and a volume of measurements is told by some of them.</summary>
    private const int MostChannels = 4;

    // The dimensions are given as letters: "NCHW" for the batches, "NHWC" for the raw images.
    public static ChannelProbe Record(Func<Subject> create, PipelineReading pipeline, RunBudget budget, string model, string raw, ScalarType type)
    {
        var shape = pipeline.Training.Inputs[0].Formats[0].Shape;
        var sizes = raw.Select(letter => letter == 'N' ? Images : shape[model.IndexOf(letter, StringComparison.Ordinal)]).ToArray();
        var (rawChannel, channel) = (raw.IndexOf('C', StringComparison.Ordinal), model.IndexOf('C', StringComparison.Ordinal));
        var sent = $"{type.ToString().ToLowerInvariant()} {Shape.OfSizes(sizes)} as {raw}";
        using var scope = NewDisposeScope();
        using var subject = create();
        var scale = type == ScalarType.Byte ? 1 : 1.0 / 255;
        // A ramp over the pixels, the same in all channels, so that an image that is standardised by itself is not constant.
        var pixels = sizes.Where((_, i) => i != rawChannel && raw[i] != 'N').Aggregate(1L, (product, size) => product * size);
        long[] ramped = [.. sizes.Select((size, i) => i == rawChannel || raw[i] == 'N' ? 1 : size)];
        var plain = ((arange(pixels).to(float32) * (20.0 / pixels)).reshape(ramped) + Base).expand(sizes).contiguous() * scale;
        try
        {
            if (Means(plain) is not { } start)
                return NotTold("override CreateDataFrom(samples, labels) with the pipeline of CreateData on given samples, so that a probe image can be sent through it");
            var arrives = new List<double[]>();
            for (var c = 0; c < Math.Min(MostChannels, sizes[rawChannel]); c++)
            {
                budget.Step($"while sending a probe image with channel {c}");
                var image = plain.clone();
                image.narrow(rawChannel, c, 1).add_((Changed - Base) * scale);
                var changes = Means(image)!.Zip(start, (changed, before) => Math.Abs(changed - before)).ToArray();
                var sum = changes.Sum();
                if (!(sum > 0) || !double.IsFinite(sum))
                    return NotTold($"a change of one channel does not reach the batches: {sent}");
                arrives.Add([.. changes.Select(change => change / sum)]);
            }
            return new ChannelProbe(arrives, sent);
        }
        catch (FixtureException exception)
        {
            return NotTold($"CreateDataFrom was given {sent}: {exception.Message}; say what it reads with [ChannelOrder(\"{model}\", Raw = \"NHWC\", RawType = \"uint8\")]");
        }

        double[]? Means(Tensor images)
        {
            using var probe = NewDisposeScope();
            if (subject.CreateDataFrom(images.to(type), arange(Images) % 2) is not { } data)
                return null;
            var batch = BatchReading.Read("probe batch", "CreateDataFrom(…).TrainingBatches", data.TrainingBatches).FirstOrDefault()
                ?? throw new FixtureException("it gives no batch", "give one batch at least");
            var input = batch.Inputs[0].detach().cpu().to(float64);
            if (input.dim() != model.Length || input.shape[channel] != shape[channel])
                throw new FixtureException($"it gives inputs of shape {Shape.Of(input)}, and CreateData of shape {Shape.OfSizes(shape)}", "give the same format");
            return [.. input.transpose(channel, 0).flatten(1).mean([1L]).data<double>()];
        }

        static ChannelProbe NotTold(string reason) => new([], "", reason);
    }
}
