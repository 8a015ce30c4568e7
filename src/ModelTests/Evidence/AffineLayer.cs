using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>A layer that computes an affine function of its input: fully connected, convolutional or transposed convolutional. Embeddings look up and are none.</summary>
/// <param name="Path">The module's path.</param>
/// <param name="Module">The module itself.</param>
/// <param name="Weight">Its weight, of two or more dimensions.</param>
/// <param name="Bias">Its bias; null without one.</param>
/// <param name="Inputs">Input features, or input channels.</param>
/// <param name="Outputs">Output features, or output channels.</param>
internal sealed record AffineLayer(string Path, nn.Module Module, Parameter Weight, Parameter? Bias, long Inputs, long Outputs)
{
    public bool IsConvolution => Module is Convolution;

    public bool IsTransposed => Module is ConvolutionTranspose;

    public bool IsGrouped => Module is Convolution { groups: > 1 };

    /// <summary>Empty for a fully connected layer.</summary>
    public IReadOnlyList<long> Kernel => Module is Convolution convolution ? convolution.kernel_size : [];

    public bool IsFrozen => !Weight.requires_grad;

    /// <summary>Every such layer of a model once, in the order of registration.</summary>
    public static IReadOnlyList<AffineLayer> In(ModelTree tree)
    {
        var seen = new HashSet<nn.Module>(ReferenceEqualityComparer.Instance);
        return [.. tree.Modules.Where(entry => seen.Add(entry.Module)).Select(entry => Of(entry.Path, entry.Module)).OfType<AffineLayer>()];
    }

    private static AffineLayer? Of(string path, nn.Module module) => module switch
    {
        Linear linear => new(path, linear, linear.weight, linear.bias, linear.in_features, linear.out_features),
        Convolution convolution => new(path, convolution, convolution.weight!, convolution.bias, convolution.in_channels, convolution.out_channels),
        _ => null,
    };
}
