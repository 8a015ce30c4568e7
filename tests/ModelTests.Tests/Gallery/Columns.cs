using static TorchSharp.torch;

namespace ModelTests.Tests.Gallery;

/// <summary>Tensors as plain numbers.</summary>
internal static class Columns
{
    /// <summary>All values in their order.</summary>
    public static double[] Values(this Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return [.. tensor.detach().to(float64).cpu().contiguous().data<double>()];
    }

    /// <summary>One feature of each sample, [N, …] flattened to [N, features].</summary>
    public static double[] Column(this Tensor samples, int feature)
    {
        using var scope = NewDisposeScope();
        return samples.flatten(1).select(1, feature).Values();
    }
}
