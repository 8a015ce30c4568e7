using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Two graph convolutions: features of nodes [V, 6] and normalised edges [V, V] into the logits [V, 2] (Kipf and Welling 2017).</summary>
internal sealed class GraphNetwork : Module<Tensor, Tensor, Tensor>
{
    private readonly CallStyle style;
    private readonly Linear fc1 = Linear(6, 16);
    private readonly Linear fc2 = Linear(16, 2);

    public GraphNetwork(CallStyle style)
        : base(nameof(GraphNetwork))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor nodes, Tensor edges) => edges.matmul(style.Run(fc2, functional.relu(edges.matmul(style.Run(fc1, nodes)))));
}

/// <summary>Graphs of 24 nodes in two communities, one graph per batch: its rows are no samples.</summary>
internal sealed class GraphFixture(CallStyle style) : ModelRecipes<GraphNetwork>
{
    private const int Nodes = 24;

    public override GraphNetwork CreateModel() => new(style);

    public override ModelData CreateData()
    {
        var communities = arange(Nodes).remainder(2);
        var centres = randn(2, 6);
        return ModelData.From([.. Enumerable.Range(0, 4).Select(_ => Draw(communities, centres))]);
    }

    public override Optimizer CreateOptimizer(GraphNetwork model) => Adam(model.parameters(), lr: 0.01);

    private static Batch Draw(Tensor communities, Tensor centres)
    {
        var same = communities.unsqueeze(0).eq(communities.unsqueeze(1)).to(float32);
        var edges = rand(Nodes, Nodes).lt(0.05 + (same * 0.25)).to(float32).triu(1);
        edges = edges + edges.t() + eye(Nodes);
        var degrees = edges.sum(1).rsqrt();
        return new Batch([centres[communities] + randn(Nodes, 6), edges * degrees.unsqueeze(0) * degrees.unsqueeze(1)], [communities]) { Separable = false };
    }
}
