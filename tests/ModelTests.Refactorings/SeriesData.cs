using static TorchSharp.torch;

namespace ModelTests.Refactorings;

/// <summary>
/// Noisy measurements of a sample's features, 3 to 8 of them, in a unit in which they are large; behind the last one lies what was in the memory before.
/// The class says whether the first two features have the same sign, and whether the next two have.
/// </summary>
internal static class SeriesData
{
    public const int Features = 5;
    public const int Classes = 4;

    private const int Training = 1536;
    private const int HeldOut = 512;
    private const int Length = 8;
    private const int Shortest = 3;
    private const int BatchSize = 64;
    private const double Noise = 0.3;
    private const double Unit = 300;

    /// <param name="relabel">Changes the labels [N], given a generator; none by default.</param>
    public static ModelData Create(Func<Tensor, Generator, Tensor>? relabel = null)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        const int Samples = Training + HeldOut;
        var features = randn([Samples, 1, Features], generator: generator);
        var measured = features + (Noise * randn([Samples, Length, Features], generator: generator));
        var lengths = randint(Shortest, Length + 1, [Samples, 1], int64, generator: generator);
        var rest = randn([Samples, Length, Features], generator: generator);
        var series = Unit * measured.where(SeriesClassifier.Mask(measured, lengths), rest);
        var positive = features.squeeze(1).gt(0).to(int64);
        var labels = (2 * positive[.., 0].bitwise_xor(positive[.., 1])) + positive[.., 2].bitwise_xor(positive[.., 3]);
        labels = relabel?.Invoke(labels, generator) ?? labels;
        return ModelData.From(Batches(0, Training), Batches(Training, Samples), new LearningTask.Classification(Classes));

        List<Batch> Batches(int first, int end) =>
            [.. Enumerable.Range(0, (end - first) / BatchSize).Select(i => first + (i * BatchSize)).Select(row => new Batch([Rows(series, row), Rows(lengths, row)], [Rows(labels, row)]))];
    }

    private static Tensor Rows(Tensor all, int first) => all[first..(first + BatchSize)].clone().DetachFromDisposeScope();
}
