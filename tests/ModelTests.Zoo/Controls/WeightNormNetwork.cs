using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>A layer whose weight is a length times a direction (Salimans and Kingma 2016, "Weight Normalization").</summary>
internal sealed class WeightNormLayer : Module<Tensor, Tensor>
{
    private readonly Parameter length;
    private readonly Parameter direction;
    private readonly Parameter bias;

    public WeightNormLayer(int inputs, int outputs)
        : base(nameof(WeightNormLayer))
    {
        direction = new Parameter(randn(outputs, inputs));
        length = new Parameter(ones(outputs, 1));
        bias = new Parameter(zeros(outputs));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => functional.linear(input, length * direction / direction.norm(1, keepdim: true), bias);
}

internal sealed class WeightNormNetwork : Module<Tensor, Tensor>
{
    private readonly CallStyle style;
    private readonly WeightNormLayer fc1 = new(Classifier.Features, 32);
    private readonly WeightNormLayer fc2 = new(32, 32);
    private readonly WeightNormLayer fc3 = new(32, Classifier.Classes);

    public WeightNormNetwork(CallStyle style)
        : base(nameof(WeightNormNetwork))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => style.Run(fc3, functional.relu(style.Run(fc2, functional.relu(style.Run(fc1, input)))));
}
