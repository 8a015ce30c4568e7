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
    protected override SameOutputsAttribute Check => OfDocs.Value.Check;

    private static Lazy<BaselineFolderOfTest> OfDocs { get; } = new(() =>
    {
        var folder = new BaselineFolderOfTest();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
        folder.Check.FileOf(typeof(RefactoredFixture)).WriteVerified(folder.First(Original(CallStyle.Call), seed: null).Received!);
        return folder;
    });

    // What leaves the function as it is.

    [Theory]
    [MemberData(nameof(Refactorings))]
    public void A_refactoring_gives_no_alarm(string name, CallStyle style) => Holds(Before(style), Refactored[name](style));

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
        ["parameters in groups"] = style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam([new Adam.ParamGroup(model.parameters().Take(3), lr: 0.003), new Adam.ParamGroup(model.parameters().Skip(3), lr: 0.003)]) },
    };

    // What does not.

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named(string name, CallStyle style) => FailsNamingFirst(Before(style), Faulty[name].Fixture(style), Faulty[name].Location, Faulty[name].Cause);

    public static TheoryData<string, CallStyle> Faults => Combined(Faulty.Keys);

    private static Dictionary<string, (Func<CallStyle, RefactoredFixture> Fixture, string Location, string Cause)> Faulty { get; } = new()
    {
        ["leaky activation"] = (style => new(() => new Leaks(style)), "after batchNorm", "forward() computes something else"),
        ["residual dropped"] = (style => new(() => new DropsResidual(style)), "after value", "forward() computes something else"),
        ["epsilon of a norm"] = (style => new(() => new RefactoredNetwork(style, normEpsilon: 1e-6)), "norm", "forward() computes something else"),
        ["padding mode"] = (style => new(() => new RefactoredNetwork(style, padding: PaddingModes.Circular)), "", "forward() computes something else"),
        ["swapped concatenation"] = (style => new(() => new SwapsHalves(style)), "after right", "forward() computes something else"),
        ["transposed weight"] = (style => new(() => new Transposes(style)), "after value", "forward() computes something else"),
        ["unscaled attention"] = (style => new(() => new ForgetsScale(style)), "after value", "forward() computes something else"),
        ["other dropout"] = (style => new(() => new RefactoredNetwork(style, dropoutShare: 0.2)), "output 0", "evaluation mode is as before"),
        ["loss reduction"] = (style => new(() => new RefactoredNetwork(style)) { LossOf = (output, target) => functional.cross_entropy(output, target, reduction: Reduction.Sum) }, "loss", "the loss or its reduction"),
        ["detached branch"] = (style => new(() => new Detaches(style)), "norm.weight", "cut off"),
        ["frozen layer"] = (style => new(() => new RefactoredNetwork(style)) { Initialise = model => Layer(model, "hidden.weight").requires_grad = false }, "hidden.weight", "cut off"),
        ["learning rate"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam(model.parameters(), lr: 0.03) }, "", "as with another learning rate"),
        ["weight decay"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam(model.parameters(), lr: 0.003, weight_decay: 0.01) }, "", "weight decay"),
        ["decoupled weight decay"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.AdamW(model.parameters(), lr: 0.003, weight_decay: 0.01) }, "", "weight decay"),
        ["moments of the optimizer"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam(model.parameters(), lr: 0.003, beta2: 0.99) }, "", "the averages of the optimizer"),
        ["layer not in the optimizer"] = (style => new(() => new RefactoredNetwork(style)) { Optimizer = model => optim.Adam(model.parameters().SkipLast(2), lr: 0.003) }, "head.", "no longer holds"),
        ["momentum of statistics"] = (style => new(() => new RefactoredNetwork(style, momentum: 0.01)), "batchNorm.running", "running statistics"),
        ["other initialisation"] = (style => new(() => new RefactoredNetwork(style)) { Initialise = model => init.xavier_uniform_(Layer(model, "hidden.weight"), gain: 2) }, "hidden.weight", "initialisation changed"),
        ["other set value"] = (style => new(() => new RefactoredNetwork(style)) { Initialise = model => init.constant_(Layer(model, "norm.weight"), 0.9) }, "norm.weight", "initialisation changed"),
        ["other distribution"] = (style => new(() => new RefactoredNetwork(style)) { Initialise = model => init.normal_(Layer(model, "hidden.weight"), 0, 0.25 / Math.Sqrt(3)) }, "hidden.weight", "initialisation changed"),
        ["data normalisation"] = (style => new(() => new RefactoredNetwork(style)) { Preprocessed = input => input / 2.1 }, "input 0", "the data changed, not the model"),
    };

    // Names.

    [Fact]
    public void Layers_in_a_sequential_instead_of_fields_give_no_alarm() => Holds(Recorded(Fields()), Chain(), says: "4 names changed: first.weight is ");

    [Fact]
    public void Fields_in_another_order_give_no_alarm() => Holds(Recorded(Fields()), new RefactoredFixture(() => new FieldsBackwards()), says: "CreateModel draws other numbers of the same distribution");

    [Fact]
    public void Names_are_compared_where_they_must_stay() =>
        FailsNamingFirst(Recorded(Fields()), Chain(), "1.weight", "no longer load", new SameOutputsAttribute { Names = true });

    [Fact]
    public void A_layer_of_another_size_is_named() =>
        FailsNamingFirst(Recorded(Fields()), new RefactoredFixture(() => new FieldsForward(20)), "first.weight", "added, removed or resized");

    // Settings and answers other than yes and no.

    [Fact]
    public void Another_draw_is_named_where_the_draw_must_stay() =>
        FailsNamingFirst(Recorded(Fields(), DrawnWeights), new RefactoredFixture(() => new FieldsBackwards()), "", "other numbers of the same distribution are drawn", DrawnWeights);

    [Fact]
    public void The_same_draw_holds() => Holds(Recorded(Fields(), DrawnWeights), Fields(), DrawnWeights);

    [Fact]
    public void A_baseline_with_other_weights_is_not_compared() => FailsNamingFirst(Recorded(Fields(), DrawnWeights), Fields(), "weights", "other settings");

    [Fact]
    public void A_model_that_does_not_repeat_gives_no_answer()
    {
        using var folder = new BaselineFolderOfTest();
        var verdict = folder.First(new RefactoredFixture(() => new DrawsElsewhere()), 0);
        Assert.Equal(Outcome.CouldNotTell, verdict.Outcome);
        Assert.Contains("equally seeded runs differ", verdict.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_computes_in_single_precision_is_compared_with_its_tolerance()
    {
        Holds(Recorded(new RefactoredFixture(() => new InSingle())), new RefactoredFixture(() => new InSingle()), says: "(float32)");
        FailsNamingFirst(Recorded(new RefactoredFixture(() => new InSingle())), new RefactoredFixture(() => new InSingle(slope: 0.01)), "after first", "forward()");
    }

    [Fact]
    public void Another_environment_is_given_a_wider_tolerance()
    {
        var (before, after) = (Recorded(Fields())(0), Recorded(new RefactoredFixture(() => new Enlarges(1 + 1e-6)))(0));
        Assert.Equal(Outcome.Fails, new SameOutputsAttribute().Compare(before, after, sameEnvironment: true).Outcome);
        Assert.Equal(Outcome.Holds, new SameOutputsAttribute().Compare(before, after, sameEnvironment: false).Outcome);
    }

    [Theory]
    [MemberData(nameof(HealthyFamilies))]
    public void A_healthy_model_is_as_it_was(string family)
    {
        foreach (var model in HealthyModels.All.Where(model => model.Family == family))
        {
            using var folder = new BaselineFolderOfTest();
            var first = folder.First(model.CreateFixture(), 0);
            Assert.True(first.Received is not null, $"{model.Style}: {first}");
            var verdict = folder.Compare(first.Received, model.CreateFixture(), 0);
            Assert.True(verdict.Outcome == Outcome.Holds, $"{model.Style}: {FailureText.Of("", "SameOutputs", verdict, null, "")}");
            Assert.Contains("(float64)", verdict.Headline, StringComparison.Ordinal);
        }
    }

    public static TheoryData<string> HealthyFamilies => [.. HealthyModels.All.Select(model => model.Family).Distinct()];

    private static SameOutputsAttribute DrawnWeights => new() { Weights = InitialWeights.Drawn };

    private static RefactoredFixture Fields() => new(() => new FieldsForward(16));

    private static RefactoredFixture Chain() => new(() => Sequential(Flatten(), Linear(RefactoredNetwork.Length * RefactoredNetwork.Features, 16), ReLU(), Linear(16, RefactoredNetwork.Classes)));

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

    /// <summary>The baseline of the original at each seed; recorded once.</summary>
    private static Func<int, Baseline> Before(CallStyle style) => seed =>
        Originals.TryGetValue((style, seed), out var known) ? known : Originals[(style, seed)] = Recorded(Original(style))(seed);

    private static Dictionary<(CallStyle Style, int Seed), Baseline> Originals { get; } = [];

    private static Func<int, Baseline> Recorded(IRecipes before, SameOutputsAttribute? options = null) => seed =>
    {
        using var folder = new BaselineFolderOfTest(options);
        var verdict = folder.First(before, seed);
        return verdict.Received ?? throw new InvalidOperationException(verdict.ToString());
    };

    private static void Holds(Func<int, Baseline> before, IRecipes after, SameOutputsAttribute? options = null, string says = "")
    {
        foreach (var seed in Seeds)
        {
            using var folder = new BaselineFolderOfTest(options);
            var verdict = folder.Compare(before(seed), after, seed);
            Assert.True(verdict.Outcome == Outcome.Holds, $"seed {seed}: {FailureText.Of("", "SameOutputs", verdict, null, "")}");
            Assert.Contains(says, verdict.Headline, StringComparison.Ordinal);
        }
    }

    private static void FailsNamingFirst(Func<int, Baseline> before, IRecipes after, string location, string cause, SameOutputsAttribute? options = null)
    {
        foreach (var seed in Seeds)
        {
            using var folder = new BaselineFolderOfTest(options);
            var verdict = folder.Compare(before(seed), after, seed);
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

    private class FieldsForward : Module<Tensor, Tensor>
    {
        private readonly double slope;
        private readonly Linear first;
        private readonly Linear second;

        public FieldsForward(int width, double slope = 0)
            : base("fields")
        {
            this.slope = slope;
            first = Linear(RefactoredNetwork.Length * RefactoredNetwork.Features, width);
            second = Linear(width, RefactoredNetwork.Classes);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input)
        {
            var states = first.call(input.flatten(1));
            return Prepared(second.call(slope == 0 ? functional.relu(states) : functional.leaky_relu(states, slope)));
        }

        protected virtual Tensor Prepared(Tensor output) => output;
    }

    /// <summary>Draws its last layer first.</summary>
    private sealed class FieldsBackwards : Module<Tensor, Tensor>
    {
        private readonly Linear second = Linear(16, RefactoredNetwork.Classes);
        private readonly Linear first = Linear(RefactoredNetwork.Length * RefactoredNetwork.Features, 16);

        public FieldsBackwards()
            : base("fields") => RegisterComponents();

        public override Tensor forward(Tensor input) => second.call(functional.relu(first.call(input.flatten(1))));
    }

    private sealed class DrawsElsewhere() : FieldsForward(16)
    {
        private readonly double scale = Random.Shared.NextDouble();

        protected override Tensor Prepared(Tensor output) => output * scale;
    }

    private sealed class Enlarges(double factor) : FieldsForward(16)
    {
        protected override Tensor Prepared(Tensor output) => output * factor;
    }

    private sealed class InSingle(double slope = 0) : FieldsForward(16, slope)
    {
        protected override Tensor Prepared(Tensor output) => output.to(float32);
    }
}
