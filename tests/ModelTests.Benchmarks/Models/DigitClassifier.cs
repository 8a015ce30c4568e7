using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Benchmarks;

/// <summary>Two convolutions and three fully connected layers (LeCun et al. 1998, LeNet-5, with ReLU and maxima in place of what was usual then).</summary>
public sealed class DigitClassifier : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1 = Conv2d(1, 6, 5, padding: 2);
    private readonly Conv2d conv2 = Conv2d(6, 16, 5);
    private readonly MaxPool2d pool = MaxPool2d(2);
    private readonly Linear fc1 = Linear(16 * 5 * 5, 120);
    private readonly Linear fc2 = Linear(120, 84);
    private readonly Linear head = Linear(84, ReferenceData.Digits);

    public DigitClassifier()
        : base(nameof(DigitClassifier)) => RegisterComponents();

    public override Tensor forward(Tensor images)
    {
        var x = pool.call(functional.relu(conv1.call(images)));
        x = pool.call(functional.relu(conv2.call(x)));
        x = functional.relu(fc1.call(x.flatten(1)));
        return head.call(functional.relu(fc2.call(x)));
    }
}
