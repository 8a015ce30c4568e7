using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>No standard check accuses a healthy model of tabular data, whatever its task.</summary>
[Collection("ModelTests")]
public class TabularFixtureTests
{
    private static readonly Dictionary<string, (Func<SyntheticData> Data, long Inputs, long Outputs)> Tasks = new()
    {
        ["parity"] = (() => Synthetic.Xor(split: Split.Stratified()), 2, 2),
        ["spirals"] = (() => Synthetic.Spirals(split: Split.Random()), 2, 3),
        ["yes or no"] = (() => Synthetic.GeneralizedLinear(distractors: 2), 12, 1),
        ["counts"] = (() => Synthetic.GeneralizedLinear(family: GeneralizedLinearFamily.Poisson), 10, 1),
        ["line"] = (() => Synthetic.LinearRegression(targets: 2), 20, 2),
    };

    public static TheoryData<string, int> Runs()
    {
        var runs = new TheoryData<string, int>();
        foreach (var task in Tasks.Keys)
        {
            for (var seed = 0; seed < HealthyFixture.Seeds.Count; seed++)
                runs.Add(task, seed);
        }
        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void A_healthy_model_is_not_accused(string task, int seed) => HealthyFixture.Passes(new Fixture(Tasks[task]), seed);

    private sealed class Fixture((Func<SyntheticData> Data, long Inputs, long Outputs) task) : ModelRecipes<Module>
    {
        public override Module CreateModel() => Sequential(Linear(task.Inputs, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, task.Outputs));

        public override ModelData CreateData() => task.Data();

        public override optim.Optimizer CreateOptimizer(Module model) => optim.Adam(model.parameters(), lr: 0.01);
    }
}
