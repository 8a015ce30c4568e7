using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Models;

/// <summary>An LSTM that reads sequences [N, T, 3] and classifies them into 3 classes by its last hidden state.</summary>
public abstract class RecurrentClassifier : Module<Tensor, Tensor>
{
    public const int Features = 3;
    public const int Classes = 3;

    protected readonly LSTM recurrent = LSTM(Features, 24, batchFirst: true);
    protected readonly Linear head = Linear(24, Classes);

    protected RecurrentClassifier()
        : base(nameof(RecurrentClassifier)) => RegisterComponents();
}

public sealed class RecurrentClassifierByCall : RecurrentClassifier
{
    public override Tensor forward(Tensor sequences)
    {
        var (_, hidden, _) = recurrent.call(sequences);
        return head.call(hidden[0]);
    }
}

public sealed class RecurrentClassifierByForward : RecurrentClassifier
{
    public override Tensor forward(Tensor sequences)
    {
        var (_, hidden, _) = recurrent.forward(sequences);
        return head.forward(hidden[0]);
    }
}

/// <summary>Noisy sine waves of random phase; the class is their frequency.</summary>
public sealed class RecurrentClassifierFixture<TModel> : ModelRecipes<TModel>
    where TModel : RecurrentClassifier, new()
{
    public override TModel CreateModel() => new();

    public override ModelData CreateData()
    {
        var classes = arange(48).remainder(RecurrentClassifier.Classes);
        var phase = rand(48, 1, RecurrentClassifier.Features) * (2 * Math.PI);
        var time = arange(12).view(1, 12, 1);
        var waves = sin((classes.view(48, 1, 1) + 1) * time * 0.5 + phase);
        return ModelData.From(waves + (randn_like(waves) * 0.1), classes, batchSize: 16);
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output, target);

    public override Optimizer CreateOptimizer(TModel model) => Adam(model.parameters(), lr: 0.01);
}
