namespace ModelTests;

/// <summary>The formats that the batches of an epoch come in: number, type and shape of their tensors, whatever the number of samples.</summary>
internal sealed class BatchFormats
{
    /// <summary>Shapes that are noted; sequences come in as many as there are lengths.</summary>
    private const int MostShapes = 8;

    private readonly HashSet<string> types = [];
    private readonly HashSet<string> shapes = [];
    private readonly List<int> odd = [];

    /// <summary>The batches whose format is another than those before; the first batch is none of them.</summary>
    public IReadOnlyList<int> Odd => odd;

    public void Add(Batch batch, int number)
    {
        var isNewType = types.Add(string.Join(", ", Parts(batch, tensor => $"{tensor.Tensor.dtype} {tensor.Tensor.dim()}")));
        var isNewShape = (isNewType || shapes.Count < MostShapes)
            && shapes.Add(string.Join(", ", Parts(batch, tensor => $"{tensor.Tensor.dtype} {Shape.OfSizes(Batch.SampleShape(tensor.Tensor, tensor.Dimension))}")));
        if (number > 0 && (isNewType || isNewShape))
            odd.Add(number);
    }

    private static IEnumerable<string> Parts(Batch batch, Func<(TorchSharp.torch.Tensor Tensor, int Dimension), string> part) =>
        batch.Named().Select(entry => $"{entry.Name} {part((entry.Tensor, entry.Dimension))}");
}
