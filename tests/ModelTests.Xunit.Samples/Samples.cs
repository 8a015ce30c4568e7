using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Samples;

public sealed class Greeting
{
    public string Text { get; } = "the class fixture is here";
}

[StandardChecks]
public class HealthyTests(ITestOutputHelper output, Greeting greeting) : NetFixture, IClassFixture<Greeting>
{
    public override Net CreateModel()
    {
        output.WriteLine(greeting.Text);
        return base.CreateModel();
    }

    [Fact]
    public void An_ordinary_fact_runs_beside_the_checks() => Assert.Equal("the class fixture is here", greeting.Text);
}

[WeightsUpdate]
[NoNonFinite]
public class UnconnectedTests : NetFixture
{
    public override Net CreateModel() => new(unconnected: true);
}

public class NoChecksTests : NetFixture;

[OverfitsSingleBatch(Skip = "takes too long here")]
[NoNonFinite]
public class SkippedTests : NetFixture;

[OverfitsSingleBatch]
public class DoesNotApplyTests : NetFixture
{
    public override Tensor Loss(Tensor output, Tensor target) => -functional.cross_entropy(output, target);
}

[StandardChecks]
[Exempt("WeightsUpdate", "the side layer is used in a later release")]
[Exempt("NoNonFinite", "a reason that is no longer true")]
[Exempt("Causal", "there is no such check here")]
public class ExemptTests : NetFixture
{
    public override Net CreateModel() => new(unconnected: true);
}

[Collection("a collection of the user's own")]
public class InheritedTests : UnconnectedTests;

[WeightsUpdate]
public class ThrowingTests : NetFixture
{
    public override Net CreateModel() => throw new InvalidOperationException("no weights here");
}

[WeightsUpdate]
public class BrokenConstructorTests : NetFixture
{
    public BrokenConstructorTests() => throw new InvalidOperationException("the constructor failed");
}

[Tied("first.weight", "first.weight")]
[Tied("first.weight", "last.weight")]
[StaysFrozen("first.**")]
[Exempt("Tied(first.weight, last.weight)", "shows that one of several can be exempt")]
public class RepeatedTests : NetFixture;

[TrainingIsReproducible]
[SameInEveryProcess]
public class SeededByNameTests : NetFixture
{
    public override Net CreateModel()
    {
        // A string has another hash code in each process.
        manual_seed(StringComparer.Ordinal.GetHashCode(nameof(Net)));
        return base.CreateModel();
    }
}

/// <summary>Two bits make four different samples, which training and validation share by chance.</summary>
[SplitsDisjoint]
public class WarnedTests : NetFixture
{
    public override ModelData CreateData()
    {
        using var generator = new Generator(3);
        var inputs = randint(0, 2, [64, 2], dtype: float32, generator: generator).repeat(1, 3);
        var targets = inputs.select(1, 0).to(int64);
        return ModelData.From([new Batch(inputs[..48], targets[..48])], [new Batch(inputs[48..], targets[48..])]);
    }
}
