using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Refuses outputs that would broadcast against their targets in silence.</summary>
internal static class SameShape
{
    /// <summary>The output, when it has the target's shape.</summary>
    public static Tensor Of(Tensor output, Tensor target) => output.shape.SequenceEqual(target.shape)
        ? output
        : throw new InvalidOperationException(
            $"The model's output has shape {Shape.Of(output)} and the target {Shape.Of(target)}; give both the same shape or override Loss and Metrics.");
}
