using static TorchSharp.torch;

namespace ModelTests.Zoo;

/// <summary>Data of which the first samples train and the rest validates.</summary>
internal static class HeldOut
{
    /// <param name="inputs">The samples along the first dimension.</param>
    /// <param name="targets">As many rows.</param>
    /// <param name="training">How many samples train.</param>
    /// <param name="batchSize">Samples per batch.</param>
    public static ModelData From(Tensor inputs, Tensor targets, long training, int batchSize = 32)
    {
        var rest = inputs.shape[0] - training;
        return ModelData.From(
            TensorBatches.Of(new Batch(inputs.narrow(0, 0, training), targets.narrow(0, 0, training)), batchSize),
            TensorBatches.Of(new Batch(inputs.narrow(0, training, rest), targets.narrow(0, training, rest)), batchSize));
    }
}
