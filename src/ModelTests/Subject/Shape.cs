using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Writes shapes as people read them: [32, 1, 28, 28].</summary>
internal static class Shape
{
    public static string Of(Tensor tensor) => tensor.IsInvalid ? "disposed" : OfSizes(tensor.shape);

    public static string OfSizes(IEnumerable<long> sizes) => $"[{string.Join(", ", sizes)}]";
}
