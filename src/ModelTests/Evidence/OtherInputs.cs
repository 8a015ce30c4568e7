using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Other inputs of the same kind and shape: each sample's place is taken by the next one's, where there are samples, and noise is added where there are none.</summary>
internal static class OtherInputs
{
    public static Batch Of(Batch batch) => batch.With([.. batch.Inputs.Select(input => Other(input, batch))], batch.Targets);

    private static Tensor Other(Tensor input, Batch batch)
    {
        if (batch.Separable && batch.Size > 1)
            return input.roll(1, batch.InputBatchDimension);
        return input.is_floating_point() ? input + randn_like(input) : input;
    }
}
