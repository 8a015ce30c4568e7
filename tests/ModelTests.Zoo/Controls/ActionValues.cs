using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Two networks for the values of actions: one trains, the other is a copy of it that is renewed now and then.</summary>
internal sealed class ActionValues
{
    public Sequential Online { get; } = Create();

    public Sequential Target { get; } = Create();

    public ActionValues()
    {
        Renew();
        foreach (var parameter in Target.parameters())
            parameter.requires_grad = false;
    }

    public void Renew() => Target.load_state_dict(Online.state_dict());

    private static Sequential Create() => Sequential(("fc1", Linear(4, 32)), ("act", ReLU()), ("fc2", Linear(32, 2)));
}

/// <summary>Deep Q-learning on recorded transitions (Mnih et al. 2015, "Human-level control through deep reinforcement learning").</summary>
internal sealed class ActionValuesFixture : ModelRecipes<ActionValues>
{
    private const double Discount = 0.9;
    private const int StepsBetweenCopies = 4;

    public override ActionValues CreateModel() => new();

    public override ModelData CreateData()
    {
        var (states, next) = (randn(64, 4), randn(64, 4));
        var (actions, rewards) = (randint(0, 2, 64), randn(64));
        return ModelData.From(Enumerable.Range(0, 4).Select(i => new Batch(
            [states.narrow(0, i * 16, 16), next.narrow(0, i * 16, 16)], [actions.narrow(0, i * 16, 16), rewards.narrow(0, i * 16, 16)])));
    }

    public override ModelOutput Forward(ActionValues model, Batch batch)
    {
        var chosen = model.Online.call(batch.Inputs[0]).gather(1, batch.Targets[0].unsqueeze(1)).squeeze(1);
        using (no_grad())
            return (chosen, batch.Targets[1] + (Discount * model.Target.call(batch.Inputs[1]).amax([1])));
    }

    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var (chosen, expected) = output;
        return functional.smooth_l1_loss(chosen, expected);
    }

    public override Optimizer CreateOptimizer(ActionValues model) => Adam(model.Online.parameters(), lr: 0.003);

    public override Tensor TrainStep(Training<ActionValues> training, Batch batch)
    {
        training.Optimizer.zero_grad();
        var loss = Loss(Forward(training.Model, batch), batch);
        loss.backward();
        training.Optimizer.step();
        if ((training.StepsTaken + 1) % StepsBetweenCopies == 0)
            training.Model.Renew();
        return loss;
    }
}
