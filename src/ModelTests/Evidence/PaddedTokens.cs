using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Samples of tokens of which at least one is padded, and the ways to change them.</summary>
/// <param name="Batch">The samples, each with some real token.</param>
/// <param name="Padding">The token that pads.</param>
/// <param name="Input">The number of the tokens' input, [samples, time] or [time, samples].</param>
internal sealed record PaddedTokens(Batch Batch, long Padding, int Input)
{
    /// <summary>So many samples show any mask; more only cost time.</summary>
    private static readonly int[] SampleCounts = [7, 5, 6, 8, 4, 3, 2, 1];

    /// <summary>So many different lengths are cut to.</summary>
    private const int MostLengths = 3;

    public long Length => Tokens.shape[1];

    /// <summary>The largest token.</summary>
    public long Largest => Tokens.max().item<long>();

    /// <summary>Some real token.</summary>
    public long Token => Tokens.masked_select(Tokens.ne(Padding))[0].item<long>();

    /// <summary>[samples, time].</summary>
    private Tensor Tokens => (Batch.InputBatchDimension == 0 ? Batch.Inputs[Input] : Batch.Inputs[Input].transpose(0, 1)).to(int64);

    private int TimeDimension => 1 - Batch.InputBatchDimension;

    /// <summary>The padded samples of the data; null when there are none. Their count is no other size, so that their dimension can be told.</summary>
    public static PaddedTokens? Of(EvaluationProbe probe, long padding, int input)
    {
        using var scope = NewDisposeScope();
        var all = new PaddedTokens(probe.Pool, padding, input);
        var pads = all.Tokens.eq(padding).sum(1).cpu().data<long>().ToArray();
        var chosen = EvaluationProbe.Positions(probe.Pool.Size).Where(sample => pads[sample] > 0 && pads[sample] < all.Length).ToList();
        if (chosen.Count == 0)
            return null;
        var sizes = probe.Pool.Inputs.Concat(probe.Outputs(probe.Pool)).SelectMany(tensor => tensor.shape).Where(size => size != probe.Pool.Size).ToHashSet();
        var counts = SampleCounts.Where(count => count <= chosen.Count).ToList();
        var count = counts.Find(count => !sizes.Contains(count)) is > 0 and var distinct ? distinct : counts[0];
        return all with { Batch = Kept(probe.Pool.Select(chosen[..count])) };
    }

    public bool HasSamples(Tensor output) => Samples(output) is not null;

    public static double Tolerance(IReadOnlyList<Tensor> outputs) => outputs.Max(output => Rounding.Tolerance(output.dtype));

    /// <summary>The samples with tokens of the data in the place of the padding, or of the real tokens.</summary>
    public Batch WithOtherTokens(EvaluationProbe probe, bool inPadding)
    {
        using var scope = NewDisposeScope();
        probe.Subject.Reseed(6);
        var real = Tokens.ne(Padding);
        var known = Tokens.masked_select(real);
        var other = known[randint(0, known.NumberOfElements, Tokens.shape, int64, known.device)];
        var edited = where(inPadding ? real : real.logical_not(), Tokens, other).to(Batch.Inputs[Input].dtype);
        return Kept(With((number, input) => (number != Input ? input : Batch.InputBatchDimension == 0 ? edited : edited.transpose(0, 1)).clone()));
    }

    /// <summary>Those samples that are padded on the right only, by their length of at least two tokens.</summary>
    public IEnumerable<(PaddedTokens Group, long Length)> ByLength()
    {
        var rows = EvaluationProbe.Positions(Batch.Size).Select(sample => (Sample: sample, Tokens: Tokens[sample].contiguous().cpu().data<long>().ToArray()))
            .Select(row => (row.Sample, row.Tokens, Length: row.Tokens.TakeWhile(token => token != Padding).LongCount()))
            .Where(row => row.Length >= 2 && row.Tokens.Skip((int)row.Length).All(token => token == Padding));
        return rows.GroupBy(row => row.Length).OrderBy(group => group.Key).Take(MostLengths)
            .Select(group => (this with { Batch = Batch.Select([.. group.Select(row => row.Sample)]) }, group.Key));
    }

    /// <summary>The samples cut to a length: first the tokens alone, then with them all inputs that have the dimension of time, such as masks.</summary>
    public IEnumerable<Batch> Truncated(long length)
    {
        yield return With((number, input) => number == Input ? input.narrow(TimeDimension, 0, length).clone() : input.clone());
        if (Batch.Inputs.Count > 1)
            yield return With((_, input) => Dimensions(input, Batch.InputBatchDimension).Aggregate(input, (cut, d) => cut.narrow(d, 0, length)).clone());
    }

    /// <summary>A tensor of the padded samples, cut to the shape that it has for samples of that length; null when that is no matter of length.</summary>
    public Tensor? Cut(Tensor padded, Tensor truncated, long length)
    {
        var samples = Batch.Size;
        if (padded.dim() > 0 && padded.dim() == truncated.dim() && padded.shape[0] == samples * Length && truncated.shape[0] == samples * length)
        {
            // Rows of all positions below one another.
            var rest = padded.shape.Skip(1).ToArray();
            var rows = Batch.InputBatchDimension == 0 ? padded.reshape([samples, Length, .. rest]).narrow(1, 0, length) : padded.reshape([Length, samples, .. rest]).narrow(0, 0, length);
            padded = rows.flatten(0, 1);
        }
        if (padded.dim() != truncated.dim())
            return null;
        for (var d = 0; d < padded.dim(); d++)
        {
            if (padded.shape[d] == truncated.shape[d])
                continue;
            if (padded.shape[d] != Length || truncated.shape[d] != length)
                return null;
            padded = padded.narrow(d, 0, length);
        }
        return padded;
    }

    /// <summary>The largest change of the outputs, at real positions where they have a dimension of time.</summary>
    /// <param name="before">What the model returned.</param>
    /// <param name="after">What it returned for another batch of the same shape.</param>
    /// <param name="everywhere">Whether padded positions count, too.</param>
    public double Change(IReadOnlyList<Tensor> before, IReadOnlyList<Tensor> after, bool everywhere = false) =>
        before.Zip(after).Select(pair => everywhere ? Rounding.Change(pair.First, pair.Second) : Change(pair.First, pair.Second) ?? 0).DefaultIfEmpty(0).Max();

    /// <summary>Whether two tensors of a forward pass agree at the real positions; null when they have no samples.</summary>
    public bool? Unchanged(Tensor before, Tensor after) => Change(before, after) is { } change ? change <= Rounding.Tolerance(before.dtype) : null;

    private double? Change(Tensor before, Tensor after)
    {
        if (!before.shape.SequenceEqual(after.shape))
            return null;
        using var scope = NewDisposeScope();
        if (Samples(before) is not { } dimension)
            return null;
        var (first, second) = (Unflattened(before), Unflattened(after));
        var real = Tokens.ne(Padding);
        var largest = 0.0;
        for (var sample = 0L; sample < Batch.Size; sample++)
        {
            var positions = real[sample].nonzero().flatten();
            largest = Math.Max(largest, Rounding.Change(Real(first), Real(second), before));

            Tensor Real(Tensor tensor) => Dimensions(tensor, dimension).Aggregate(tensor.narrow(dimension, sample, 1), (part, d) => part.index_select(d, positions));
        }
        return largest;
    }

    /// <summary>The dimension of the samples: where the inputs have it, else the first of their size; that of flattened rows once unflattened.</summary>
    private int? Samples(Tensor tensor)
    {
        var shape = Unflattened(tensor).shape;
        if (shape.Length > Batch.InputBatchDimension && shape[Batch.InputBatchDimension] == Batch.Size)
            return Batch.InputBatchDimension;
        return Array.IndexOf(shape, Batch.Size) is >= 0 and var first ? first : null;
    }

    private Tensor Unflattened(Tensor tensor)
    {
        if (tensor.dim() == 0 || tensor.shape[0] != Batch.Size * Length)
            return tensor;
        var rest = tensor.shape.Skip(1).ToArray();
        return Batch.InputBatchDimension == 0 ? tensor.reshape([Batch.Size, Length, .. rest]) : tensor.reshape([Length, Batch.Size, .. rest]);
    }

    private IEnumerable<int> Dimensions(Tensor tensor, int samples) => Enumerable.Range(0, (int)tensor.dim()).Where(d => d != samples && tensor.shape[d] == Length);

    /// <summary>The batch, in the scope around the present one.</summary>
    private static Batch Kept(Batch batch)
    {
        foreach (var tensor in batch.Tensors)
            tensor.MoveToOuterDisposeScope();
        return batch;
    }

    private Batch With(Func<int, Tensor, Tensor> change) =>
        Batch.With([.. Batch.Inputs.Select((input, number) => change(number, input))], [.. Batch.Targets.Select(target => target.clone())]);
}
