using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Benchmarks;

/// <summary>A perceptron of any width and depth, to see how the cost of watching grows with either.</summary>
public sealed class Perceptron : Module<Tensor, Tensor>
{
    private readonly ModuleList<Linear> layers;

    /// <param name="width">Of the inputs and of every hidden layer.</param>
    /// <param name="depth">The number of fully connected layers.</param>
    public Perceptron(int width, int depth)
        : base(nameof(Perceptron))
    {
        layers = ModuleList([.. Enumerable.Range(1, depth).Select(layer => Linear(width, layer == depth ? ReferenceData.GaussianClasses : width))]);
        // With the default weights a hundred layers leave numbers so small that the processor computes them slowly.
        foreach (var layer in layers)
            init.kaiming_normal_(layer.weight!, nonlinearity: init.NonlinearityType.ReLU);
        RegisterComponents();
    }

    public override Tensor forward(Tensor features)
    {
        for (var layer = 0; layer < layers.Count; layer++)
            features = layer == 0 ? layers[layer].call(features) : layers[layer].call(functional.relu(features));
        return features;
    }
}
