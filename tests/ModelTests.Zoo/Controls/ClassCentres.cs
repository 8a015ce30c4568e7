using static TorchSharp.torch;

namespace ModelTests.Zoo;

/// <summary>What several controls learn: Gaussian classes around centres of their own.</summary>
internal static class ClassCentres
{
    public static (Tensor Inputs, Tensor Classes) Draw(int samples, int features, int classes)
    {
        var labels = arange(samples).remainder(classes);
        return ((randn(classes, features) * 2)[labels] + randn(samples, features), labels);
    }
}
