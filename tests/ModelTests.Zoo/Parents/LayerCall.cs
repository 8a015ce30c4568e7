using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Runs a layer as the model's style has it: hooks see the first style only.</summary>
internal static class LayerCall
{
    public static Tensor Run(this CallStyle style, Module<Tensor, Tensor> layer, Tensor input) =>
        style == CallStyle.Call ? layer.call(input) : layer.forward(input);

    public static Tensor Run(this CallStyle style, Module<Tensor, Tensor, Tensor> layer, Tensor first, Tensor second) =>
        style == CallStyle.Call ? layer.call(first, second) : layer.forward(first, second);
}
