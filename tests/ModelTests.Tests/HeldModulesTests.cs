using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>A model that is no module itself has every module that it holds, wherever it holds it, under a path that a person would write.</summary>
[Collection("ModelTests")]
public class HeldModulesTests
{
    [Theory]
    [InlineData("Members[0].weight")]
    [InlineData("Members[1].weight")]
    [InlineData("players[0].weight")]
    [InlineData("byName[teacher].weight")]
    [InlineData("pair.Item2.weight")]
    [InlineData("inner.Net.weight")]
    [InlineData("captured.weight")]
    [InlineData("deep[0][0].weight")]
    public void A_module_has_the_path_of_what_holds_it(string path)
    {
        using var scope = NewDisposeScope();
        Assert.Contains(path, Paths(new Holder(Net())));
    }

    [Fact]
    public void Each_module_is_found_once()
    {
        using var scope = NewDisposeScope();
        var tree = ModelTree.Of(new Holder(Net()));
        Assert.Equal(8, tree.Modules.Count());
        Assert.Equal(tree.Modules.Count(), tree.Modules.Select(entry => entry.Module).Distinct().Count());
    }

    [Fact]
    public void A_module_inside_of_another_has_that_ones_path()
    {
        using var scope = NewDisposeScope();
        var inside = Net();
        Assert.Equal(["whole.layer.weight"], Paths(new Aliased { Part = inside, whole = Sequential(("layer", inside)) }));
    }

    [Fact]
    public void An_ensemble_in_a_list_trains_and_is_checked()
    {
        foreach (var seed in Enumerable.Range(0, 5))
        {
            var verdict = Judge.With<WeightsUpdateAttribute>(new EnsembleFixture(all: true), seed);
            Assert.True(verdict.Outcome == Outcome.Holds, $"seed {seed}: {verdict}");
        }
    }

    [Fact]
    public void A_member_that_is_not_trained_is_named()
    {
        foreach (var seed in Enumerable.Range(0, 5))
        {
            var verdict = Judge.With<WeightsUpdateAttribute>(new EnsembleFixture(all: false), seed);
            Assert.Equal(Outcome.Fails, verdict.Outcome);
            Assert.StartsWith("Members[1].", verdict.Findings[0].Location, StringComparison.Ordinal);
        }
    }

    private static List<string> Paths(object model) => [.. ModelTree.Of(model).Parameters.Select(parameter => parameter.Path)];

    private static Linear Net() => Linear(2, 1, hasBias: false);

    /// <summary>Every way to hold a module, and itself, which must not make the search endless.</summary>
    private sealed class Holder(Linear captured)
    {
        private readonly Linear[] players = [Net()];
        private readonly Dictionary<string, Module> byName = new() { ["teacher"] = Net() };
        private readonly (int Count, Linear Net) pair = (1, Net());
        private readonly Inner inner = new();
        private readonly List<Linear[]> deep = [[Net()]];

        public List<Linear> Members { get; } = [Net(), Net()];

        public Holder Itself => self ??= this;

        private Holder? self;

        public string Describe() => $"{captured}{players}{byName}{pair}{inner}{deep}{Itself}";
    }

    private sealed class Inner
    {
        public Linear Net { get; } = HeldModulesTests.Net();
    }

    private sealed class Aliased
    {
        public Linear? Part { get; init; }

        public Module? whole;
    }

    private sealed class Ensemble
    {
        public List<Classifier> Members { get; } = [new(), new()];
    }

    private sealed class EnsembleFixture(bool all) : ModelRecipes<Ensemble>
    {
        public override Ensemble CreateModel() => new();

        public override ModelData CreateData() => new ClassifierFixture().CreateData();

        public override ModelOutput Forward(Ensemble model, Batch batch) =>
            model.Members.Select(member => member.call(batch.Input)).Aggregate((sum, output) => sum + output);

        public override optim.Optimizer CreateOptimizer(Ensemble model) =>
            optim.Adam(model.Members.Take(all ? 2 : 1).SelectMany(member => member.parameters()), lr: 0.01);
    }
}
