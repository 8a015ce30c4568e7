using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Half of all hidden units are dropped, so no two passes in train mode agree.</summary>
internal sealed class DropoutPerceptron : Module<Tensor, Tensor>
{
    private readonly Linear fc1 = Linear(10, 64);
    private readonly Dropout drop1 = Dropout(0.5);
    private readonly Linear fc2 = Linear(64, 64);
    private readonly Dropout drop2 = Dropout(0.5);
    private readonly Linear fc3 = Linear(64, 4);

    public DropoutPerceptron()
        : base(nameof(DropoutPerceptron)) => RegisterComponents();

    public override Tensor forward(Tensor input)
    {
        var hidden = drop1.call(functional.relu(fc1.call(input)));
        return fc3.call(drop2.call(functional.relu(fc2.call(hidden))));
    }
}

internal sealed class DropoutPerceptronFixture : ModelRecipes<DropoutPerceptron>
{
    public override DropoutPerceptron CreateModel() => new();

    public override ModelData CreateData()
    {
        var (inputs, classes) = ClassCentres.Draw(64, 10, 4);
        return ModelData.From(inputs, classes, batchSize: 16);
    }
}
