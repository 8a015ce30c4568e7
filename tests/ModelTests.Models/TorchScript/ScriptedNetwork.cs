using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>A TorchScript model that was loaded from a file: 6 features through 24 hidden units into 3 classes.</summary>
internal static class ScriptedNetwork
{
    public const int Features = 6;
    public const int Classes = 3;
    private const int Hidden = 24;

    private const string Source = """
        class Layer(Module):
          __parameters__ = ["weight", "bias", ]
          __buffers__ = []
          weight : Tensor
          bias : Tensor
          training : bool
          def forward(self: __torch__.Layer,
            input: Tensor) -> Tensor:
            return torch.linear(input, self.weight, self.bias)
        class Network(Module):
          __parameters__ = []
          __buffers__ = []
          hidden : __torch__.Layer
          head : __torch__.Layer
          training : bool
          def forward(self: __torch__.Network,
            input: Tensor) -> Tensor:
            features = torch.relu((self.hidden).forward(input, ))
            dropped = torch.dropout(features, 0.1, self.training)
            return (self.head).forward(dropped, )

        """;

    private static readonly byte[] Archive = TorchScriptArchive.Of(Source, new ScriptObject("Network",
        ("hidden", Layer(Features, Hidden)),
        ("head", Layer(Hidden, Classes))));

    /// <summary>The loaded model with fresh weights.</summary>
    public static jit.ScriptModule<Tensor, Tensor> Create()
    {
        var model = jit.load<Tensor, Tensor>(Archive);
        foreach (var (name, parameter) in model.named_parameters())
        {
            if (name.EndsWith("weight", StringComparison.Ordinal))
                init.kaiming_uniform_(parameter, nonlinearity: init.NonlinearityType.ReLU);
        }
        return model;
    }

    private static ScriptObject Layer(long inputs, long outputs) =>
        new(nameof(Layer), ("weight", new[] { outputs, inputs }), ("bias", new[] { outputs }));
}

/// <summary>Gaussian classes. The script's own layers are native; the style is how the fixture runs the whole model.</summary>
public abstract class ScriptedNetworkFixture : ModelRecipes<jit.ScriptModule<Tensor, Tensor>>
{
    public override jit.ScriptModule<Tensor, Tensor> CreateModel() => ScriptedNetwork.Create();

    public override ModelData CreateData()
    {
        var classes = arange(48).remainder(ScriptedNetwork.Classes);
        var centres = randn(ScriptedNetwork.Classes, ScriptedNetwork.Features) * 2;
        return ModelData.From(centres[classes] + randn(48, ScriptedNetwork.Features), classes, batchSize: 16);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(jit.ScriptModule<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.005);
}

public sealed class ScriptedNetworkByCallFixture : ScriptedNetworkFixture
{
    public override ModelOutput Forward(jit.ScriptModule<Tensor, Tensor> model, Batch batch) => model.call(batch.Input);
}

public sealed class ScriptedNetworkByForwardFixture : ScriptedNetworkFixture
{
    public override ModelOutput Forward(jit.ScriptModule<Tensor, Tensor> model, Batch batch) => model.forward(batch.Input);
}
