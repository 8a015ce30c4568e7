using static TorchSharp.torch;

namespace ModelTests.Guides.AdversarialModel;

/// <summary>The real points: on a circle, with a little noise.</summary>
internal static class Circle
{
    public static Tensor Points(long samples)
    {
        var angle = rand(samples) * (2 * Math.PI);
        return stack([angle.cos(), angle.sin()], 1) + (randn(samples, 2) * 0.05);
    }
}
