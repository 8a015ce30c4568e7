using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Each sample goes to the one of six experts that the router prefers: at most seeds some expert gets none. The experts that come last are never asked where some are left out.</summary>
internal sealed class RoutedExperts : Module<Tensor, Tensor>
{
    private const int Experts = 6;
    private const int Width = 16;

    private readonly int leftOut;
    private readonly Linear stem = Linear(10, Width);
    private readonly Linear router = Linear(Width, Experts);
    private readonly ModuleList<Linear> experts = new([.. Enumerable.Range(0, Experts).Select(_ => Linear(Width, Width))]);
    private readonly Linear head = Linear(Width, 4);

    public RoutedExperts(int leftOut)
        : base(nameof(RoutedExperts))
    {
        this.leftOut = leftOut;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var states = functional.relu(stem.call(input));
        var (weights, chosen) = functional.softmax(router.call(states), 1).max(1);
        var routed = zeros_like(states);
        for (var i = 0; i < Experts - leftOut; i++)
        {
            var rows = chosen.eq(i).nonzero().squeeze(1);
            if (rows.shape[0] > 0)
                routed = routed.index_add(0, rows, functional.relu(experts[i].call(states[rows])) * weights[rows].unsqueeze(1), 1);
        }
        return head.call(states + routed);
    }
}
