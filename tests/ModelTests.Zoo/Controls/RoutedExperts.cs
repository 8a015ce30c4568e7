using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Each sample goes to the one expert that the router prefers, weighted with its probability (Fedus et al. 2021, "Switch Transformers").</summary>
internal sealed class RoutedExperts : Module<Tensor, Tensor>
{
    private const int Experts = 4;
    private const int Width = 16;

    private readonly CallStyle style;
    private readonly Linear stem = Linear(Classifier.Features, Width);
    private readonly Linear router = Linear(Width, Experts);
    private readonly ModuleList<Linear> experts = new([.. Enumerable.Range(0, Experts).Select(_ => Linear(Width, Width))]);
    private readonly Linear head = Linear(Width, Classifier.Classes);

    public RoutedExperts(CallStyle style)
        : base(nameof(RoutedExperts))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var states = functional.relu(style.Run(stem, input));
        var probabilities = functional.softmax(style.Run(router, states), 1);
        var (weights, chosen) = probabilities.max(1);
        var routed = zeros_like(states);
        for (var i = 0; i < Experts; i++)
        {
            var rows = chosen.eq(i).nonzero().squeeze(1);
            if (rows.shape[0] > 0)
                routed = routed.index_add(0, rows, functional.relu(style.Run(experts[i], states[rows])) * weights[rows].unsqueeze(1), 1);
        }
        return style.Run(head, states + routed);
    }
}
