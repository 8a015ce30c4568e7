using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What was seen of one input or one target over the batches of an epoch.</summary>
internal sealed class TensorReading
{
    /// <summary>Different whole numbers that are counted; a target with more of them holds no labels.</summary>
    private const int MostLabels = 10_000;

    private readonly List<ChannelReading> channels = [];
    private readonly SortedDictionary<long, LabelReading> labels = [];
    private readonly List<FormatReading> formats = [];

    /// <summary>The formats in the order in which they were first seen.</summary>
    public IReadOnlyList<FormatReading> Formats => formats;

    /// <summary>
    /// The values per index of dimension 1 (channel, feature), or one entry where there is no such dimension or its size changes; non-finite values are left out.
    /// </summary>
    public IReadOnlyList<ChannelReading> Channels => channels;

    /// <summary>The dimension that <see cref="Channels"/> follow; null where they hold all values together.</summary>
    public int? ChannelDimension { get; private set; }

    /// <summary>How often each whole number occurs, and where first; empty when there are fractions or too many different numbers.</summary>
    public IReadOnlyDictionary<long, LabelReading> Labels => labels;

    /// <summary>Whether all finite values are whole numbers.</summary>
    public bool IsWhole { get; private set; } = true;

    /// <summary>Whether <see cref="Labels"/> holds every value.</summary>
    public bool CountsAll { get; private set; } = true;

    /// <summary>The first value that is NaN or Inf, and how many there are.</summary>
    public (int Batch, long Row, NonFinite Values)? FirstNonFinite { get; private set; }

    public double Least => channels.Where(channel => channel.Count > 0).Select(channel => channel.Least).DefaultIfEmpty(double.NaN).Min();

    public double Largest => channels.Where(channel => channel.Count > 0).Select(channel => channel.Largest).DefaultIfEmpty(double.NaN).Max();

    public void Add(Tensor tensor, int batch, int sampleDimension)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var given = tensor.detach();
        var format = new FormatReading(given.dtype, given.shape, batch, given.is_contiguous());
        if (!formats.Exists(seen => seen.Type == format.Type && seen.Shape.SequenceEqual(format.Shape)))
            formats.Add(format);
        if (given.NumberOfElements == 0)
            return;
        var values = given.cpu().to(float64);
        if (FirstNonFinite is null && TensorScan.Find(values) is { } bad)
            FirstNonFinite = (batch, bad.First.Count > sampleDimension ? bad.First[sampleDimension] : 0, bad);
        AddChannels(values, sampleDimension);
        AddLabels(values, batch, sampleDimension);
    }

    private void AddChannels(Tensor values, int sampleDimension)
    {
        var dimension = 1 - Math.Min(sampleDimension, 1);
        var perChannel = values.dim() > 1 && (channels.Count == 0 || (ChannelDimension == dimension && channels.Count == values.shape[dimension]));
        var rows = perChannel ? values.transpose(dimension, 0).flatten(1) : values.reshape(1, -1);
        if (channels.Count == 0)
        {
            ChannelDimension = perChannel ? dimension : null;
            channels.AddRange(Enumerable.Range(0, (int)rows.shape[0]).Select(_ => new ChannelReading()));
        }
        else if (!perChannel && ChannelDimension is not null)
        {
            // Another number of channels: what was seen so far becomes one.
            var together = channels.Aggregate(new ChannelReading(), (all, channel) => all.With(channel));
            channels.Clear();
            channels.Add(together);
            ChannelDimension = null;
        }
        var finite = rows.isfinite();
        var counts = finite.sum(1).data<long>().ToArray();
        var zeroed = where(finite, rows, zeros_like(rows));
        var (sums, squares) = (zeroed.sum(1).data<double>().ToArray(), zeroed.square().sum(1).data<double>().ToArray());
        var least = where(finite, rows, full_like(rows, double.PositiveInfinity)).amin([1L]).data<double>().ToArray();
        var largest = where(finite, rows, full_like(rows, double.NegativeInfinity)).amax([1L]).data<double>().ToArray();
        // Pixels of one image are alike: how sure a mean is follows from how much it differs between samples.
        var samples = (int)values.shape[sampleDimension];
        var perSample = (perChannel ? values.transpose(dimension, 0).reshape(rows.shape[0], samples, -1) : values.transpose(sampleDimension, 0).reshape(1, samples, -1)).nan_to_num();
        var (means, powers) = (perSample.mean([2L]), perSample.square().mean([2L]));
        var (squaredMeans, squaredPowers) = (means.square().sum([1L]).data<double>().ToArray(), powers.square().sum([1L]).data<double>().ToArray());
        for (var i = 0; i < channels.Count; i++)
        {
            channels[i] = channels[i].With(new ChannelReading(counts[i], sums[i], squares[i], least[i], largest[i])
            {
                Samples = samples,
                SumOfSquaredMeans = squaredMeans[i],
                SumOfSquaredPowers = squaredPowers[i],
            });
        }
    }

    private void AddLabels(Tensor values, int batch, int sampleDimension)
    {
        if (!CountsAll)
            return;
        var finite = values[values.isfinite()];
        IsWhole &= finite.eq(finite.round()).all().item<bool>();
        if (IsWhole)
        {
            var rows = values.transpose(sampleDimension, 0).reshape(values.shape[sampleDimension], -1);
            var (unique, _, counts) = finite.to(int64).unique(return_counts: true);
            foreach (var (value, count) in unique.data<long>().Zip(counts!.data<long>()))
            {
                labels[value] = labels.TryGetValue(value, out var seen)
                    ? seen with { Count = seen.Count + count }
                    : new LabelReading(count, batch, rows.eq(value).any(1).to(int64).argmax().item<long>());
            }
        }
        if (!IsWhole || labels.Count > MostLabels)
        {
            labels.Clear();
            CountsAll = false;
        }
    }
}

/// <summary>One type and shape that a tensor came in, and the batch in which it did first.</summary>
internal sealed record FormatReading(ScalarType Type, IReadOnlyList<long> Shape, int Batch, bool IsContiguous);

/// <summary>How often a label occurs, and where first.</summary>
internal sealed record LabelReading(long Count, int Batch, long Row);

/// <summary>The finite values of one channel.</summary>
internal sealed record ChannelReading(long Count = 0, double Sum = 0, double SumOfSquares = 0, double Least = double.PositiveInfinity, double Largest = double.NegativeInfinity)
{
    public double Mean => Sum / Count;

    public double Deviation => Math.Sqrt(Math.Max(0, (SumOfSquares / Count) - (Mean * Mean)));

    public long Samples { get; init; }

    /// <summary>Over the samples, of each one's mean.</summary>
    public double SumOfSquaredMeans { get; init; }

    /// <summary>Over the samples, of each one's mean square.</summary>
    public double SumOfSquaredPowers { get; init; }

    /// <summary>The standard error of <see cref="Mean"/>, for samples of one size.</summary>
    public double ErrorOfMean => Error(SumOfSquaredMeans, Mean);

    /// <summary>The standard error of the mean square.</summary>
    public double ErrorOfPower => Error(SumOfSquaredPowers, SumOfSquares / Count);

    public ChannelReading With(ChannelReading other) =>
        new(Count + other.Count, Sum + other.Sum, SumOfSquares + other.SumOfSquares, Math.Min(Least, other.Least), Math.Max(Largest, other.Largest))
        {
            Samples = Samples + other.Samples,
            SumOfSquaredMeans = SumOfSquaredMeans + other.SumOfSquaredMeans,
            SumOfSquaredPowers = SumOfSquaredPowers + other.SumOfSquaredPowers,
        };

    private double Error(double sumOfSquares, double mean) => Math.Sqrt(Math.Max(0, (sumOfSquares / Samples) - (mean * mean)) / Samples);
}
