using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Looks for NaN and Inf, and how large values are: one cheap pass first, the exact test only where that is suspicious or cannot be made.</summary>
internal static class TensorScan
{
    /// <summary>What is not finite in a tensor; null when all is.</summary>
    public static NonFinite? Find(Tensor tensor)
    {
        if (!tensor.is_floating_point() || tensor.NumberOfElements == 0 || TensorMemory.IfAllFinite(tensor) is not null)
            return null;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        if (double.IsFinite(tensor.sum().ToDouble()))
            return null;
        tensor = Dense(tensor);
        var bad = tensor.isfinite().logical_not();
        var count = bad.sum().item<long>();
        if (count == 0)
            return null; // The sum overflowed, no value did.
        var first = bad.flatten().to(int64).argmax().item<long>();
        return new NonFinite(tensor.isnan().any().item<bool>() ? "NaN" : "Inf", count, tensor.NumberOfElements, Position(first, tensor.shape));
    }

    public static bool IsFinite(Tensor tensor) => Find(tensor) is null;

    /// <summary>The largest magnitude; NaN if there is one in it.</summary>
    public static double Largest(Tensor tensor)
    {
        if (TensorMemory.IfAllFinite(tensor) is { } read)
            return read.Largest;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        return tensor.NumberOfElements == 0 ? 0 : Dense(tensor).abs().max().ToDouble();
    }

    /// <summary>The root mean square; 0 for an empty tensor.</summary>
    public static double RootMeanSquare(Tensor tensor)
    {
        if (TensorMemory.IfAllFinite(tensor) is { } read)
            return read.RootMeanSquare;
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        return tensor.NumberOfElements == 0 ? 0 : Dense(tensor).norm().ToDouble() / Math.Sqrt(tensor.NumberOfElements);
    }

    /// <summary>All three in one pass where that can be made.</summary>
    public static TensorRange Range(Tensor tensor) => TensorMemory.IfAllFinite(tensor) is { } read
        ? new TensorRange(null, read.Largest, read.RootMeanSquare)
        : Find(tensor) is { } found ? new TensorRange(found, double.NaN, double.NaN) : new TensorRange(null, Largest(tensor), RootMeanSquare(tensor));

    /// <summary>An embedding made with <c>sparse: true</c> has sparse gradients, for which most operations are missing.</summary>
    private static Tensor Dense(Tensor tensor) => tensor.is_sparse ? tensor.to_dense() : tensor;

    private static long[] Position(long flat, long[] shape)
    {
        var position = new long[shape.Length];
        for (var d = shape.Length - 1; d >= 0; d--)
        {
            position[d] = flat % shape[d];
            flat /= shape[d];
        }
        return position;
    }
}

/// <summary>How large the values of a tensor are.</summary>
/// <param name="NonFinite">What is not finite; null when all is.</param>
/// <param name="Largest">The largest magnitude; NaN when something is not finite.</param>
/// <param name="RootMeanSquare">NaN when something is not finite.</param>
internal readonly record struct TensorRange(NonFinite? NonFinite, double Largest, double RootMeanSquare);

/// <summary>Values that are not finite.</summary>
/// <param name="Kind">NaN if there is one, else Inf.</param>
/// <param name="Count">How many values are not finite.</param>
/// <param name="Of">How many values there are.</param>
/// <param name="First">The position of the first one.</param>
internal sealed record NonFinite(string Kind, long Count, long Of, IReadOnlyList<long> First)
{
    public override string ToString() => Of == 1 ? Kind : $"{Kind} in {Count} of {Of}, first at {Shape.OfSizes(First)}";
}
