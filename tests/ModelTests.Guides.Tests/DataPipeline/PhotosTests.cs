using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Guides.DataPipeline;

#region Tests
[InputShape("N, 3, 8, 8")]
[InputInRange(0, 1)]
[ChannelOrder("NCHW")]
[LabelsValid]
[LabelsAligned(Raw = "8, 8, 3", RawType = "uint8")]
[TargetNotInInput]
[SplitsDisjoint]
[BatchesReshuffled]
[DataIsReproducible]
[ValidationIsDeterministic]
public class PhotosTests : ModelFixture<Module<Tensor, Tensor>>
{
    public override Module<Tensor, Tensor> CreateModel() => Sequential(Flatten(), Linear(3 * 8 * 8, 3));

    public override ModelData CreateData()
    {
        var (bytes, labels) = PhotoFiles.Read();
        return ModelData.From(
            TrainingLoader(bytes[..128], labels[..128]),
            validation: new DataLoader(Prepared(bytes[128..], labels[128..]), batchSize: 16));
    }

    public override ModelData? CreateDataFrom(Tensor samples, Tensor labels) => ModelData.From(TrainingLoader(samples, labels));

    private DataLoader TrainingLoader(Tensor bytes, Tensor labels) =>
        new(Prepared(bytes, labels), batchSize: 16, new EpochOrder(labels.shape[0], Seed));

    protected virtual Photos Prepared(Tensor bytes, Tensor labels) => new(bytes, labels);
}
#endregion
