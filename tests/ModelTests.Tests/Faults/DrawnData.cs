using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>64 samples in batches of 16, whose order, inputs and length may differ from epoch to epoch.</summary>
internal sealed class DrawnData : ModelData
{
    private readonly Tensor features = randn(64, 6);
    private readonly Tensor labels = arange(64) % 4;
    private int epoch;

    /// <summary>Gives the order of an epoch, from 0; in order unless given.</summary>
    public Func<int, int[]>? Order { get; init; }

    /// <summary>Changes the inputs of a batch, at random or not.</summary>
    public Func<Tensor, Tensor> Transform { get; init; } = inputs => inputs;

    /// <summary>Whether these batches are those of validation, beside training data without chance.</summary>
    public bool IsValidation { get; init; }

    /// <summary>How many batches an epoch has.</summary>
    public Func<int, int> Batches { get; init; } = _ => 4;

    public override IEnumerable<Batch> TrainingBatches() => IsValidation ? Read(order: null, inputs => inputs - 100, 4) : Drawn();

    public override IEnumerable<Batch> ValidationBatches() => IsValidation ? Drawn() : [];

    private IEnumerable<Batch> Drawn()
    {
        var number = epoch++;
        return Read(Order?.Invoke(number), Transform, Batches(number));
    }

    private IEnumerable<Batch> Read(int[]? order, Func<Tensor, Tensor> transform, int batches)
    {
        var places = order is null ? arange(64) : tensor(order.Select(place => (long)place).ToArray());
        for (var i = 0; i < batches; i++)
        {
            var rows = places.narrow(0, i * 16, 16);
            yield return new Batch(transform(features[rows]), labels[rows]);
        }
    }

    /// <summary>The numbers to 64 in an order of their own for each seed.</summary>
    public static int[] Shuffled(int? seed)
    {
        var order = Enumerable.Range(0, 64).ToArray();
        (seed is { } given ? new Random(given) : new Random()).Shuffle(order);
        return order;
    }
}
