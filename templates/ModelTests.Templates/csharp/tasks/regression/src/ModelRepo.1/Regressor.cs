using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelRepo._1;

/// <summary>A multilayer perceptron for rows of a table.</summary>
public sealed class Regressor : Module<Tensor, Tensor>
{
    private readonly Linear hidden1;
    private readonly Linear hidden2;
    private readonly Linear value;

    public Regressor(int features)
        : base(nameof(Regressor))
    {
        hidden1 = Linear(features, 64);
        hidden2 = Linear(64, 64);
        value = Linear(64, 1);
        RegisterComponents();
    }

    /// <summary>From rows [samples, features] to one number each [samples, 1].</summary>
    public override Tensor forward(Tensor rows) => value.call(relu(hidden2.call(relu(hidden1.call(rows)))));
}
