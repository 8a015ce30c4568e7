using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace ModelTests.Guides.DataPipeline;

#region Photos
/// <summary>Photos as files hold them, bytes [samples, height, width, 3], into what a network takes: [3, height, width] from 0 to 1.</summary>
public class Photos(Tensor bytes, Tensor labels) : Dataset
{
    public override long Count => labels.shape[0];

    public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["data"] = Prepare(bytes[index]), ["label"] = labels[index] };

    protected virtual Tensor Prepare(Tensor photo) => photo.permute(2, 0, 1).to(float32) / 255;
}
#endregion
