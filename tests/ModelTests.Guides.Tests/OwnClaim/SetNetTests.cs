using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelTests.Guides.OwnClaim;

/// <summary>Sets [N, elements, 4] into the scores of three classes.</summary>
public sealed class SetNet : Module<Tensor, Tensor>
{
    private readonly Linear elements = Linear(4, 16);
    private readonly Linear scores = Linear(16, 3);

    public SetNet()
        : base(nameof(SetNet)) => RegisterComponents();

    public override Tensor forward(Tensor sets) => scores.call(relu(elements.call(sets)).mean([1L]));
}

#region Tests
[WeightsUpdate]
[NoNonFinite]
public class SetNetTests : ModelFixture<SetNet>
{
    /// <summary>Outputs are about 1; sums in another order differ by far less in float32.</summary>
    private const double Rounding = 1e-5;

    public override SetNet CreateModel() => new();

    public override ModelData CreateData() => ModelData.From(randn(64, 6, 4), arange(64) % 3);

    [Fact]
    public void The_order_of_a_set_changes_nothing()
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        manual_seed(Seed);
        var model = CreateModel();
        model.eval();
        var batch = CreateData().TrainingBatches().First();
        var reversed = new Batch(batch.Input.flip(1), batch.Target);

        var difference = (Forward(model, batch).Tensor - Forward(model, reversed).Tensor).abs().max().item<float>();

        Assert.True(difference < Rounding, $"an output changed by {difference} when the elements came in reverse order");
    }
}
#endregion
