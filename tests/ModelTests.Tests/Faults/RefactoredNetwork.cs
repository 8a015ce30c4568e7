using ModelTests.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>A small network of everything that refactorings touch: sequences [N, 6, 8] into 4 classes. Tests derive from it and rewrite one part.</summary>
internal class RefactoredNetwork : Module<Tensor, Tensor>
{
    public const int Length = 6;
    public const int Features = 8;
    public const int Classes = 4;
    public const int Width = 16;

    private readonly CallStyle style;
    protected readonly Linear embed = Linear(Features, Width);
    protected readonly LayerNorm norm;
    protected readonly Linear query = Linear(Width, Width);
    protected readonly Linear key = Linear(Width, Width);
    protected readonly Linear value = Linear(Width, Width);
    protected readonly Linear left = Linear(Width, Width / 2);
    protected readonly Linear right = Linear(Width, Width / 2);
    protected readonly Conv1d convolution;
    protected readonly BatchNorm1d batchNorm;
    protected readonly Dropout dropout;
    protected readonly Linear hidden = Linear(Width, 32);
    protected readonly Linear head = Linear(32, Classes);

    public RefactoredNetwork(CallStyle style, double normEpsilon = 1e-5, PaddingModes padding = PaddingModes.Zeros, double dropoutShare = 0.1, double momentum = 0.1, bool register = true)
        : base(nameof(RefactoredNetwork))
    {
        this.style = style;
        norm = LayerNorm(Width, eps: normEpsilon);
        convolution = Conv1d(Width, Width, 3, padding: 1, padding_mode: padding);
        batchNorm = BatchNorm1d(Width, momentum: momentum);
        dropout = Dropout(dropoutShare);
        if (register)
            RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var states = Embedded(input);
        var normed = Run(norm, states);
        states = Residual(states, Attention(Run(query, normed), Run(key, normed), Run(value, normed)));
        var both = Concatenated(states);
        states = states + Run(dropout, Activation(Run(batchNorm, Run(convolution, both.transpose(1, 2))))).transpose(1, 2);
        return Run(head, Activation(Hidden(states.mean([1]))));
    }

    protected Tensor Run(Module<Tensor, Tensor> layer, Tensor input) => style == CallStyle.Call ? layer.call(input) : layer.forward(input);

    protected virtual Tensor Embedded(Tensor input) => Run(embed, input);

    protected virtual Tensor Residual(Tensor states, Tensor branch) => states + branch;

    protected virtual Tensor Attention(Tensor queries, Tensor keys, Tensor values) =>
        functional.softmax(queries.matmul(keys.transpose(1, 2)) / Math.Sqrt(Width), -1).matmul(values);

    protected virtual Tensor Concatenated(Tensor states) => cat([Run(left, states), Run(right, states)], -1);

    protected virtual Tensor Hidden(Tensor pooled) => Run(hidden, pooled);

    protected virtual Tensor Activation(Tensor input) => functional.relu(input);
}

/// <summary>The fixture of <see cref="RefactoredNetwork"/>; what a test changes is set.</summary>
internal sealed class RefactoredFixture(Func<Module<Tensor, Tensor>> create) : ModelRecipes<Module<Tensor, Tensor>>
{
    public Func<Tensor, Tensor, Tensor> LossOf { get; init; } = (output, target) => functional.cross_entropy(output, target);

    public Func<Module<Tensor, Tensor>, optim.Optimizer> Optimizer { get; init; } = model => optim.Adam(model.parameters(), lr: 0.003);

    public Func<Tensor, Tensor> Preprocessed { get; init; } = input => input / 2;

    public Action<Module<Tensor, Tensor>> Initialise { get; init; } = _ => { };

    public override Module<Tensor, Tensor> CreateModel()
    {
        var model = create();
        Initialise(model);
        return model;
    }

    public override ModelData CreateData()
    {
        var classes = arange(32).remainder(RefactoredNetwork.Classes);
        var centres = randn(RefactoredNetwork.Classes, RefactoredNetwork.Length, RefactoredNetwork.Features);
        return ModelData.From(Preprocessed(centres[classes] + randn(32, RefactoredNetwork.Length, RefactoredNetwork.Features)), classes);
    }

    public override Tensor Loss(Tensor output, Tensor target) => LossOf(output, target);

    public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Optimizer(model);
}
