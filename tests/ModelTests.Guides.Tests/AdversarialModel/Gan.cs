using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelTests.Guides.AdversarialModel;

#region Models
/// <summary>Noise [N, 4] into points [N, 2].</summary>
public sealed class PointGenerator : Module<Tensor, Tensor>
{
    private readonly Linear hidden = Linear(4, 32);
    private readonly Linear points = Linear(32, 2);

    public PointGenerator()
        : base(nameof(PointGenerator)) => RegisterComponents();

    public override Tensor forward(Tensor noise) => points.call(relu(hidden.call(noise)));
}

/// <summary>Points [N, 2] into the logit [N, 1] of their being real.</summary>
public sealed class Discriminator : Module<Tensor, Tensor>
{
    private readonly Linear hidden = Linear(2, 32);
    private readonly Linear logit = Linear(32, 1);

    public Discriminator()
        : base(nameof(Discriminator)) => RegisterComponents();

    public override Tensor forward(Tensor points) => logit.call(leaky_relu(hidden.call(points), 0.2));
}

/// <summary>Both; a class whose fields and properties hold modules is a model, too.</summary>
public sealed record Gan(PointGenerator Generator, Discriminator Discriminator);
#endregion
