using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>R9, an autoencoder: features [N, 16] by way of a code [N, 3] into their reconstruction [N, 16].</summary>
internal class Autoencoder : Module<Tensor, Tensor>
{
    public const int Features = 16;
    public const int Code = 3;

    protected readonly CallStyle style;
    protected readonly Linear encoder1 = Linear(Features, 32);
    protected readonly Linear encoder2 = Linear(32, Code);
    protected readonly Linear decoder1 = Linear(Code, 32);
    protected readonly Linear decoder2 = Linear(32, Features);

    public Autoencoder(CallStyle style)
        : base(nameof(Autoencoder))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Decode(Encode(input));

    /// <summary>[N, 16] into [N, 3].</summary>
    protected virtual Tensor Encode(Tensor input) => functional.tanh(style.Run(encoder2, functional.relu(style.Run(encoder1, input))));

    /// <summary>[N, 3] into [N, 16].</summary>
    protected virtual Tensor Decode(Tensor code) => style.Run(decoder2, functional.relu(style.Run(decoder1, code)));
}

/// <summary>Points on a curved surface of two dimensions; the mean squared error of the reconstruction, without a target in the batch.</summary>
/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal class AutoencoderFixture(CallStyle style = CallStyle.Call, Func<CallStyle, Module<Tensor, Tensor>>? create = null) : ModelRecipes<Module<Tensor, Tensor>>
{
    public override Module<Tensor, Tensor> CreateModel() => create is null ? new Autoencoder(style) : create(style);

    public override ModelData CreateData()
    {
        var surface = (rand(64, 2) * 2) - 1;
        var points = sin((surface.matmul(randn(2, Autoencoder.Features)) * 2) + randn(Autoencoder.Features));
        return ModelData.From(points.split(32).Select(batch => new Batch([batch], [])));
    }

    public override Tensor Loss(ModelOutput output, Batch batch) => functional.mse_loss(output.Tensor, batch.Input);

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.005);
}
