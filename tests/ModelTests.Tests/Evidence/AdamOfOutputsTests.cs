using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class AdamOfOutputsTests
{
    [Theory]
    [InlineData(ScalarType.Float32, 1, 1e-5)]
    [InlineData(ScalarType.Float32, 8, 1e-5)]
    [InlineData(ScalarType.Float32, 37, 1e-5)]
    [InlineData(ScalarType.Float64, 37, 1e-12)]
    public void Goes_where_libtorchs_Adam_goes(ScalarType type, int size, double tolerance) => Compare(() => randn([size], dtype: type, generator: new Generator(1)), tolerance);

    [Fact]
    public void Values_that_do_not_lie_one_after_the_other_are_moved_too() => Compare(() => randn([6, 5], generator: new Generator(1)).t(), 1e-5);

    [Fact]
    public void Half_precision_moves_as_far()
    {
        using var scope = NewDisposeScope();
        var variable = new Parameter(zeros(9, float16));
        Descend([variable], new AdamOfOutputs([variable]), step: 0.5, steps: 1);
        Assert.Equal(0.5, variable.to(float32).max().ToDouble(), 0.001);
    }

    [Fact]
    public void A_variable_without_a_gradient_stays_where_it_is()
    {
        using var scope = NewDisposeScope();
        var (used, unused) = (new Parameter(ones(3)), new Parameter(ones(3)));
        var optimizer = new AdamOfOutputs([used, unused]);
        used.sum().backward();
        optimizer.Step(0.1);
        Assert.Equal(0.9, used.mean().ToDouble(), 1e-6);
        Assert.Equal(1, unused.mean().ToDouble());
    }

    /// <summary>Far enough to pass the minimum and come back.</summary>
    private static void Compare(Func<Tensor> start, double tolerance)
    {
        using var scope = NewDisposeScope();
        var (own, theirs) = (new Parameter(start()), new Parameter(start()));
        Descend([own], new AdamOfOutputs([own]), step: 0.2, steps: 100);
        using var adam = optim.Adam([theirs], lr: 0.2);
        for (var step = 0; step < 100; step++)
        {
            adam.zero_grad();
            Distance(theirs).backward();
            adam.step();
        }
        Assert.InRange((own - theirs).abs().max().ToDouble(), 0, tolerance);
        Assert.True((own - start()).abs().max().ToDouble() > 0.1);
    }

    private static void Descend(Parameter[] variables, AdamOfOutputs optimizer, double step, int steps)
    {
        for (var taken = 0; taken < steps; taken++)
        {
            optimizer.ClearGradients();
            foreach (var variable in variables)
                Distance(variable).backward();
            optimizer.Step(step);
        }
    }

    private static Tensor Distance(Tensor variable) => (variable - 1).square().sum();
}
