using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Features that have nothing to do with the target.</summary>
internal static class Distractors
{
    /// <summary>The inputs, [samples, features], followed by <paramref name="count"/> features that are N(0, 1).</summary>
    public static Tensor Behind(Tensor inputs, int count, Drawing draw) =>
        count == 0 ? inputs : cat([inputs, draw.Normal(inputs.shape[0], count)], 1);
}
