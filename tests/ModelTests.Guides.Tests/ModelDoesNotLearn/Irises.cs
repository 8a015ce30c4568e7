using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace ModelTests.Guides.ModelDoesNotLearn;

/// <summary>The repository's data set. Each fault reads it otherwise.</summary>
public class Irises : Dataset
{
    private readonly IrisDataset flowers = new();

    public override long Count => flowers.Count;

    public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["data"] = Measurements(index), ["label"] = Species(index) };

    protected virtual Tensor Measurements(long index) => flowers.GetTensor(index)["data"];

    protected virtual Tensor Species(long index) => flowers.GetTensor(index)["label"];
}
