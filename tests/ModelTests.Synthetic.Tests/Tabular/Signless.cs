using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>Sees sizes only. What depends on a feature linearly is lost to whatever comes behind it.</summary>
internal sealed class Signless() : nn.Module<Tensor, Tensor>(nameof(Signless))
{
    public override Tensor forward(Tensor input) => input.abs();
}
