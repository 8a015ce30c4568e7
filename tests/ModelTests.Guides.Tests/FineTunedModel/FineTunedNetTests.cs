using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Guides.FineTunedModel;

#region Tests
[StandardChecks]
[StaysFrozen("backbone.**")]
public class FineTunedNetTests : ModelFixture<FineTunedNet>
{
    public override FineTunedNet CreateModel() => new(Pretrained.Open());

    public override ModelData CreateData() => Synthetic.GaussianClasses(classes: 3, shape: [1, 8, 8], separation: 6);

    public override optim.Optimizer CreateOptimizer(FineTunedNet model) =>
        optim.Adam(model.parameters().Where(parameter => parameter.requires_grad), lr: 0.01);

    [Fact]
    public void The_backbone_has_the_weights_of_the_file()
    {
        using var scope = NewDisposeScope();
        var expected = new Backbone();
        expected.load(Pretrained.Open());
        var state = CreateModel().state_dict();
        Assert.All(expected.state_dict(), entry => Assert.True(state[$"backbone.{entry.Key}"].Equals(entry.Value), entry.Key));
    }
}
#endregion
