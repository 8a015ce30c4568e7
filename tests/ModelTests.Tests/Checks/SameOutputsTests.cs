using ModelTests.Models;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class SameOutputsTests : CheckTests<SameOutputsAttribute>
{
    private static RefactoredFixture Original(CallStyle style) => new(() => new RefactoredNetwork(style));

    private protected override IRecipes ShownInDocs => new RefactoredFixture(() => new DropsResidual(CallStyle.Call));

    /// <summary>As the docs show it: with a baseline of the original.</summary>
    protected override SameOutputsAttribute Check => new BaselineFolderOfTest().With(Original(CallStyle.Call), typeof(RefactoredFixture), seed: null);

    // What leaves the function as it is.

    [Theory]
    [MemberData(nameof(Refactorings))]
    public void A_refactoring_gives_no_alarm(string name, CallStyle style) => Holds(Original(style), Refactored[name](style));

    public static TheoryData<string, CallStyle> Refactorings => Combined(Refactored.Keys);

    private static Dictionary<string, Func<CallStyle, RefactoredFixture>> Refactored { get; } = new()
    {
        ["nothing changed"] = Original,
        ["the other call style"] = style => Original(style == CallStyle.Call ? CallStyle.Forward : CallStyle.Call),
        ["functions instead of layers"] = style => new(() => new CallsFunctions(style)),
        ["fused attention"] = style => new(() => new FusesAttention(style)),
        ["attention scaled before the product"] = style => new(() => new ScalesQueries(style)),
        ["other order of addition"] = style => new(() => new AddsBackwards(style)),
        ["an activation that is a formula"] = style => new(() => new Clamps(style)),
        ["concatenation by copy"] = style => new(() => new Copies(style)),
        ["one product for both halves"] = style => new(() => new JoinsHalves(style)),
        ["parts of the batch one by one"] = style => new(() => new SplitsBatch(style)),
        ["initialisation in another order"] = style => new(() => new RefactoredNetwork(style)) { Initialise = DrawAgain },
        ["a loss in two steps"] = style => new(() => new RefactoredNetwork(style)) { LossOf = (output, target) => functional.nll_loss(functional.log_softmax(output, 1), target) },
        ["a loss by hand"] = style => new(() => new RefactoredNetwork(style)) { LossOf = (output, target) => (output.logsumexp(1) - output.gather(1, target.unsqueeze(1)).squeeze(1)).mean() },
        ["data scaled by a product"] = style => new(() => new RefactoredNetwork(style)) { Preprocessed = input => input * 0.1f * 5 },
        ["parameters in groups"] = style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam([new Adam.ParamGroup(model.parameters().Take(3)), new Adam.ParamGroup(model.parameters().Skip(3))], lr: 0.003) },
    };

    // What does not.

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named(string name, CallStyle style) => FailsNamingFirst(Original(style), Faulty[name].Fixture(style), Faulty[name].Location, Faulty[name].Cause);

    public static TheoryData<string, CallStyle> Faults => Combined(Faulty.Keys);

    private static Dictionary<string, (Func<CallStyle, RefactoredFixture> Fixture, string Location, string Cause)> Faulty { get; } = new()
    {
        ["leaky activation"] = (style => new(() => new Leaks(style)), "after batchNorm", "forward() computes something else"),
        ["residual dropped"] = (style => new(() => new DropsResidual(style)), "after value", "forward() computes something else"),
        ["epsilon of a norm"] = (style => new(() => new RefactoredNetwork(style, normEpsilon: 1e-6)), "norm", "forward() computes something else"),
        ["padding mode"] = (style => new(() => new RefactoredNetwork(style, padding: PaddingModes.Circular)), "convolution", "forward() computes something else"),
        ["swapped concatenation"] = (style => new(() => new SwapsHalves(style)), "after right", "forward() computes something else"),
        ["transposed weight"] = (style => new(() => new Transposes(style)), "after value", "forward() computes something else"),
        ["unscaled attention"] = (style => new(() => new ForgetsScale(style)), "after value", "forward() computes something else"),
        ["other dropout"] = (style => new(() => new RefactoredNetwork(style, dropoutShare: 0.2)), "output 0", "evaluation mode is as before"),
        ["loss reduction"] = (style => new(() => new RefactoredNetwork(style)) { LossOf = (output, target) => functional.cross_entropy(output, target, reduction: Reduction.Sum) }, "loss", "the loss or its reduction"),
        ["detached branch"] = (style => new(() => new Detaches(style)), "query.weight", "cut off"),
        ["frozen layer"] = (style => new(() => new RefactoredNetwork(style)) { Initialise = model => Layer(model, "hidden.weight").requires_grad = false }, "hidden.weight", "cut off"),
        ["learning rate"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam(model.parameters(), lr: 0.03) }, "", "as with another learning rate"),
        ["weight decay"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam(model.parameters(), lr: 0.003, weight_decay: 0.01) }, "", "weight decay"),
        ["decoupled weight decay"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.AdamW(model.parameters(), lr: 0.003, weight_decay: 0.01) }, "", "weight decay"),
        ["moments of the optimizer"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam(model.parameters(), lr: 0.003, beta2: 0.99) }, "", "weight decay"),
        ["layer not in the optimizer"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam(model.parameters().SkipLast(2), lr: 0.003) }, "head.", "no longer holds"),
        ["momentum of statistics"] = (style => new(() => new RefactoredNetwork(style, momentum: 0.01)), "batchNorm.running", "running statistics"),
        ["other initialisation"] = (style => new(() => new RefactoredNetwork(style)) { Initialise = model => init.xavier_uniform_(Layer(model, "hidden.weight"), gain: 2) }, "hidden.weight", "initialisation changed"),
        ["other set value"] = (style => new(() => new RefactoredNetwork(style)) { Initialise = model => init.constant_(Layer(model, "norm.weight"), 0.9) }, "norm.weight", "initialisation changed"),
        ["other distribution"] = (style => new(() => new RefactoredNetwork(style)) { Initialise = model => init.normal_(Layer(model, "hidden.weight"), 0, 0.25 / Math.Sqrt(3)) }, "hidden.weight", "initialisation changed"),
        ["data normalisation"] = (style => new(() => new RefactoredNetwork(style)) { Preprocessed = input => input / 2.1 }, "input 0", "the data changed, not the model"),
    };

    private static TheoryData<string, CallStyle> Combined(IEnumerable<string> names)
    {
        var combined = new TheoryData<string, CallStyle>();
        foreach (var name in names)
        {
            combined.Add(name, CallStyle.Call);
            combined.Add(name, CallStyle.Forward);
        }
        return combined;
    }

    private void Holds(IRecipes before, IRecipes after, SameOutputsAttribute? options = null)
    {
        foreach (var seed in Seeds)
        {
            var verdict = new BaselineFolderOfTest(options).Compare(before, after, seed);
            Assert.True(verdict.Outcome == Outcome.Holds, $"seed {seed}: {FailureText.Of("", Check.Name, verdict, null, "")}");
        }
    }

    private void FailsNamingFirst(IRecipes before, IRecipes after, string location, string cause, SameOutputsAttribute? options = null)
    {
        foreach (var seed in Seeds)
        {
            var verdict = new BaselineFolderOfTest(options).Compare(before, after, seed);
            var text = $"seed {seed}: {FailureText.Of("", "SameOutputs", verdict, null, "")}";
            Assert.True(verdict.Outcome == Outcome.Fails, text);
            Assert.True(verdict.Findings[0].Location.StartsWith(location, StringComparison.Ordinal), text);
            Assert.True(verdict.Cause!.Contains(cause, StringComparison.Ordinal), text);
        }
    }

    private static Parameter Layer(Module<Tensor, Tensor> model, string name) => model.named_parameters().Single(entry => entry.name == name).parameter;

    /// <summary>The same distributions, TorchSharp's own, drawn in the reverse order.</summary>
    private static void DrawAgain(Module<Tensor, Tensor> model)
    {
        foreach (var (name, bias) in model.named_parameters().Reverse().Where(entry => entry.name.EndsWith(".bias", StringComparison.Ordinal) && !entry.name.Contains("orm", StringComparison.Ordinal)))
        {
            var weight = Layer(model, name.Replace(".bias", ".weight", StringComparison.Ordinal));
            var bound = 1 / Math.Sqrt(weight.NumberOfElements / weight.shape[0]);
            init.uniform_(bias, -bound, bound);
            init.uniform_(weight, -bound, bound);
        }
    }

    private sealed class CallsFunctions(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Embedded(Tensor input) => functional.linear(input, embed.weight!, embed.bias);

        protected override Tensor Hidden(Tensor pooled) => pooled.matmul(hidden.weight!.t()) + hidden.bias!;
    }

    private sealed class FusesAttention(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Attention(Tensor queries, Tensor keys, Tensor values) => functional.scaled_dot_product_attention(queries, keys, values);
    }

    private sealed class ScalesQueries(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Attention(Tensor queries, Tensor keys, Tensor values) =>
            functional.softmax((queries / Math.Sqrt(Width)).bmm(keys.permute(0, 2, 1)), -1).bmm(values);
    }

    private sealed class AddsBackwards(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Residual(Tensor states, Tensor branch) => branch.add(states);
    }

    private sealed class Clamps(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Activation(Tensor input) => input.clamp_min(0);
    }

    private sealed class Copies(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Concatenated(Tensor states) => stack([Run(left, states), Run(right, states)], -2).flatten(-2);
    }

    private sealed class JoinsHalves(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Concatenated(Tensor states) => functional.linear(states, cat([left.weight!, right.weight!]), cat([left.bias!, right.bias!]));
    }

    private sealed class SplitsBatch(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Hidden(Tensor pooled) => cat([.. pooled.split(4).Select(part => Run(hidden, part))]);
    }

    private sealed class Leaks(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Activation(Tensor input) => functional.leaky_relu(input);
    }

    private sealed class DropsResidual(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Residual(Tensor states, Tensor branch) => branch;
    }

    private sealed class SwapsHalves(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Concatenated(Tensor states)
        {
            var (first, second) = (Run(left, states), Run(right, states));
            return cat([second, first], -1);
        }
    }

    private sealed class Transposes(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Attention(Tensor queries, Tensor keys, Tensor values) => base.Attention(queries, keys, values.matmul(value.weight!));
    }

    private sealed class ForgetsScale(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Attention(Tensor queries, Tensor keys, Tensor values) => functional.softmax(queries.matmul(keys.transpose(1, 2)), -1).matmul(values);
    }

    private sealed class Detaches(CallStyle style) : RefactoredNetwork(style)
    {
        protected override Tensor Residual(Tensor states, Tensor branch) => states + branch.detach();
    }
}
