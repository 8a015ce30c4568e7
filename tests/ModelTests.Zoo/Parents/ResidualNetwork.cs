using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>R7, two residual blocks: features [N, 10] into the logits [N, 4] of four classes. Trained as R1 is.</summary>
internal class ResidualNetwork : Module<Tensor, Tensor>
{
    public const int Width = 16;

    protected readonly CallStyle style;
    protected readonly Linear stem = Linear(Classifier.Features, Width);
    protected readonly ResidualBlock block1;
    protected readonly ResidualBlock block2;
    protected readonly Linear head = Linear(Width, Classifier.Classes);

    public ResidualNetwork(CallStyle style, ResidualBlock? first = null, ResidualBlock? second = null)
        : base(nameof(ResidualNetwork))
    {
        this.style = style;
        block1 = first ?? new ResidualBlock(style);
        block2 = second ?? new ResidualBlock(style);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) =>
        style.Run(head, functional.relu(style.Run(block2, style.Run(block1, style.Run(stem, input)))));
}

/// <summary>A layer norm and two layers, added to the input: [N, 16] into [N, 16].</summary>
internal class ResidualBlock : Module<Tensor, Tensor>
{
    protected readonly CallStyle style;
    protected readonly LayerNorm norm = LayerNorm(ResidualNetwork.Width);
    protected readonly Linear fc1 = Linear(ResidualNetwork.Width, ResidualNetwork.Width);
    protected readonly Linear fc2 = Linear(ResidualNetwork.Width, ResidualNetwork.Width);

    public ResidualBlock(CallStyle style)
        : base(nameof(ResidualBlock))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Join(input, Branch(input));

    /// <summary>[N, 16] into [N, 16].</summary>
    protected virtual Tensor Branch(Tensor input) => style.Run(fc2, functional.relu(style.Run(fc1, style.Run(norm, input))));

    /// <summary>[N, 16] and [N, 16] into [N, 16].</summary>
    protected virtual Tensor Join(Tensor input, Tensor branch) => input + branch;
}
