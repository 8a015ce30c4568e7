using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Samples as a TorchSharp data set. It borrows the tensors: disposing it, as a loader does, frees nothing.</summary>
internal sealed class SyntheticDataset(Batch samples) : utils.data.Dataset
{
    public override long Count => samples.Size;

    public override Dictionary<string, Tensor> GetTensor(long index)
    {
        if (index < 0 || index >= Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"index is {index}; it must be at least 0 and below {Count}.");
        return new() { ["data"] = samples.Input.select(samples.InputBatchDimension, index), ["label"] = samples.Target.select(0, index) };
    }
}
