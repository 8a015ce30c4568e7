using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Samples as a TorchSharp data set. It borrows the tensors: disposing it, as a loader does, frees nothing.</summary>
internal sealed class SyntheticDataset(Batch samples, IReadOnlyList<string> inputNames, IReadOnlyList<string> targetNames) : utils.data.Dataset
{
    public override long Count => samples.Size;

    public override Dictionary<string, Tensor> GetTensor(long index)
    {
        if (index < 0 || index >= Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"index is {index}; it must be at least 0 and below {Count}.");
        var sample = new Dictionary<string, Tensor>();
        foreach (var (name, input) in inputNames.Zip(samples.Inputs))
            sample[name] = samples.Separable ? input.select(samples.InputBatchDimension, index) : input;
        foreach (var (name, target) in targetNames.Zip(samples.Targets))
            sample[name] = samples.Separable ? target.select(0, index) : target;
        return sample;
    }
}
