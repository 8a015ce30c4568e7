using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Cuts tensors into batches, in order.</summary>
internal static class TensorBatches
{
    public static IEnumerable<Batch> Of(Tensor inputs, Tensor targets, int batchSize)
    {
        for (long start = 0; start < inputs.shape[0]; start += batchSize)
        {
            var length = Math.Min(batchSize, inputs.shape[0] - start);
            yield return new Batch(inputs.narrow(0, start, length), targets.narrow(0, start, length));
        }
    }
}
