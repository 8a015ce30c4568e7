using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>States with the actions that were taken in them and their advantages: a loss below 0 that has no floor.</summary>
internal sealed class PolicyGradientFixture : ModelRecipes<Sequential>
{
    private const int Actions = 3;

    public override Sequential CreateModel() => Sequential(("fc1", Linear(6, 32)), ("act", Tanh()), ("fc2", Linear(32, Actions)));

    public override ModelData CreateData()
    {
        var states = randn(64, 6);
        var actions = randint(0, Actions, 64);
        var rewards = states[.., 0] + (actions.to(float32) * 0.5);
        var advantages = (rewards - rewards.mean()) / rewards.std();
        return ModelData.From(Enumerable.Range(0, 4).Select(i => new Batch(
            [states.narrow(0, i * 16, 16)], [actions.narrow(0, i * 16, 16), advantages.narrow(0, i * 16, 16)])));
    }

    /// <summary>Williams 1992, "Simple Statistical Gradient-Following Algorithms", with a baseline.</summary>
    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var chosen = functional.log_softmax(output.Tensor, 1).gather(1, batch.Targets[0].unsqueeze(1)).squeeze(1);
        return -(chosen * batch.Targets[1]).mean();
    }

    public override Optimizer CreateOptimizer(Sequential model) => Adam(model.parameters(), lr: 0.003);
}
