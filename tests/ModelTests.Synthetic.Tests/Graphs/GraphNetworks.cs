using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Classifies nodes, features [V, F] and adjacency [V, V] to logits [V, classes], by two graph convolutions (Kipf and Welling, 2017).</summary>
internal sealed class GraphConvolutionNetwork : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear first;
    private readonly Linear second;

    public GraphConvolutionNetwork(int features, int classes)
        : base(nameof(GraphConvolutionNetwork))
    {
        (first, second) = (Linear(features, 16), Linear(16, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor features, Tensor adjacency)
    {
        var propagation = Normalised(adjacency);
        return second.call(propagation.matmul(functional.relu(first.call(propagation.matmul(features)))));
    }

    /// <summary>D^(-1/2) (A + I) D^(-1/2).</summary>
    private static Tensor Normalised(Tensor adjacency)
    {
        var looped = adjacency + eye(adjacency.shape[0], dtype: adjacency.dtype, device: adjacency.device);
        var scale = looped.sum(1).clamp(min: 1).rsqrt();
        return looped * scale.unsqueeze(1) * scale.unsqueeze(0);
    }
}

/// <summary>Classifies graphs, features [N, V, F] and adjacency [N, V, V] to logits [N, classes], by the nodes' degrees, sums over the neighbours and the mean over the nodes.</summary>
internal sealed class GraphClassifier : Module<Tensor, Tensor, Tensor>
{
    private readonly Linear first;
    private readonly Linear second;
    private readonly Linear head;

    public GraphClassifier(int features, int classes)
        : base(nameof(GraphClassifier))
    {
        (first, second, head) = (Linear(features + 1, 32), Linear(32, 32), Linear(32, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor features, Tensor adjacency)
    {
        var own = functional.relu(first.call(cat([features, adjacency.sum(2, keepdim: true)], 2)));
        return head.call(functional.relu(second.call(own + adjacency.matmul(own))).mean([1]));
    }
}

/// <summary>Takes a graph and looks at the features of its nodes alone; graphs are averaged over their nodes.</summary>
internal sealed class EdgeBlindNetwork : Module<Tensor, Tensor, Tensor>
{
    private readonly Sequential layers;

    public EdgeBlindNetwork(int features, int classes)
        : base(nameof(EdgeBlindNetwork))
    {
        layers = Sequential(Linear(features, 32), ReLU(), Linear(32, classes));
        RegisterComponents();
    }

    public override Tensor forward(Tensor features, Tensor adjacency)
    {
        var perNode = layers.call(features);
        return perNode.dim() == 3 ? perNode.mean([1]) : perNode;
    }
}
