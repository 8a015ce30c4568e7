using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>One fault, many failing checks, one cause: on real models, with every standard check. The zoo's tests do the same for each of its cases.</summary>
public class DiagnosisTests
{
    public static TheoryData<string, string> Faults => new()
    {
        { nameof(FaultyRecipes.UnconnectedLayer), "GradientsReachEveryParameter" },
        { nameof(FaultyRecipes.ZeroVarianceFeature), "NoNonFinite" },
        { nameof(FaultyRecipes.OptimizerOfAnotherModel), "OptimizerCoversModel" },
        { nameof(FaultyRecipes.ZeroLearningRate), "WeightsUpdate" },
        { nameof(LossFromANumber), "LossIsSane" },
        { nameof(HugeLearningRate), "NoNonFinite" },
        { nameof(LayersInAList), "ComponentsRegistered" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Every_failure_leads_to_the_same_cause(string fixture, string cause)
    {
        foreach (var seed in Enumerable.Range(0, 2))
        {
            var (plan, evidence) = (StandardPlan(), new Evidence(Create(fixture), seed));
            var failed = plan.Where(check => CheckRun.Of(check, evidence).Outcome == Outcome.Fails).ToList();
            Assert.True(failed.Count > 1, $"seed {seed}: one check fails, and there is nothing to explain");
            Assert.Equal(failed.Select(_ => cause), failed.Select(check => Diagnosis.Of(plan, check, evidence).RootCause?.Name ?? check.Name));
            var root = plan.Single(check => check.Name == cause);
            Assert.Equal(failed.Where(check => check != root).Select(check => check.Name), Diagnosis.Of(plan, root, evidence).Explains);
        }
    }

    [Fact]
    public void A_failure_begins_with_its_root_cause_and_the_cause_says_what_it_explains()
    {
        var (plan, evidence) = (StandardPlan(), new Evidence(new LossFromANumber()));
        Assert.Matches(@"^DigitNetTests.WeightsUpdate failed: .*\nroot cause LossIsSane fails, too, and explains this: ", Text("WeightsUpdate").ReplaceLineEndings("\n"));
        Assert.Matches(@"explains   .*WeightsUpdate.* fail, too, and probably because of this", Text("LossIsSane"));

        string Text(string name)
        {
            var check = plan.Single(check => check.Name == name);
            return FailureText.Of("DigitNetTests", name, CheckRun.Of(check, evidence), null, "", Diagnosis.Of(plan, check, evidence));
        }
    }

    private static List<PlannedCheck> StandardPlan() =>
        [.. CheckCatalogue.StandardTypes.Select(type => CheckCatalogue.Create(type)).OrderBy(check => CheckOrder.Rank(check.Name)).Select(check => new PlannedCheck(check.Name, check, null))];

    private static ClassifierFixture Create(string fixture) =>
        (ClassifierFixture)Activator.CreateInstance(typeof(FaultyRecipes).GetNestedType(fixture, System.Reflection.BindingFlags.NonPublic) ?? typeof(DiagnosisTests).GetNestedType(fixture, System.Reflection.BindingFlags.NonPublic)!)!;

    private sealed class LossFromANumber : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => tensor(functional.cross_entropy(output, target).item<float>(), requires_grad: true);
    }

    private sealed class HugeLearningRate : ClassifierFixture
    {
        public override optim.Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => optim.SGD(model.parameters(), learningRate: 1e30);
    }

    private sealed class LayersInAList : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new Listed();

        private sealed class Listed : Module<Tensor, Tensor>
        {
            private readonly List<Module<Tensor, Tensor>> hidden = [Linear(10, 32), Linear(32, 32)];
            private readonly TorchSharp.Modules.Linear head = Linear(32, 4);

            public Listed()
                : base(nameof(Listed)) => RegisterComponents();

            public override Tensor forward(Tensor input) => head.call(hidden.Aggregate(input, (x, layer) => functional.relu(layer.call(x))));
        }
    }
}
