using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The tensors of a batch with the samples along their first dimension, in memory order, on the CPU.</summary>
internal sealed record SampleRows(IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Targets, int Count)
{
    /// <summary>A batch whose rows are no samples is one row.</summary>
    public static SampleRows Of(Batch batch) => new(
        [.. batch.Inputs.Select(tensor => Rows(tensor, batch.Separable ? batch.InputBatchDimension : -1))],
        [.. batch.Targets.Select(tensor => Rows(tensor, batch.Separable ? 0 : -1))],
        (int)batch.Size);

    /// <param name="batch">The number of the batch, from 0.</param>
    public IEnumerable<SampleReading> Samples(int batch) =>
        Enumerable.Range(0, Count).Select(row => new SampleReading(batch, row, SampleHash.Of(Inputs, row), SampleHash.Of(Targets, row)));

    private static Tensor Rows(Tensor tensor, int sampleDimension)
    {
        var detached = tensor.detach().cpu();
        return (sampleDimension < 0 ? detached.unsqueeze(0) : detached.transpose(sampleDimension, 0)).contiguous();
    }
}
