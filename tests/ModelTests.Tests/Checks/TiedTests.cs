using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class TiedTests : CheckTests<TiedAttribute>
{
    protected override TiedAttribute Check => new("embedding.weight", "head.weight");

    private protected override IRecipes ShownInDocs => new Copied();

    [Fact]
    public void Holds_for_a_head_that_uses_the_embedding() => Holds(new TokenFixture(() => new Tokens(tied: true)));

    [Fact]
    public void Names_a_head_with_copied_values() => FailsNamingFirst(new Copied(), "head.weight", "the values were copied once");

    [Fact]
    public void Names_a_head_of_its_own() => FailsNamingFirst(new TokenFixture(() => new Tokens(tied: false)), "head.weight", "nothing ties them");

    [Fact]
    public void Names_a_head_that_the_training_step_replaces() => FailsNamingFirst(new Replacing(), "head.weight", "the training step replaces one of them");

    [Fact]
    public void A_name_that_is_no_parameter_gets_the_list_of_those_that_are()
    {
        var verdict = Judge.With(new TiedAttribute("embedding", "head.weight"), new Evidence(new TokenFixture(() => new Tokens(tied: true))));
        Assert.Equal("the model has no parameter embedding", verdict.Headline);
        Assert.Contains(verdict.Findings, finding => finding.Location == "embedding.weight");
    }

    [Fact]
    public void Two_ties_of_a_class_are_two_checks_told_apart_by_their_arguments() =>
        Assert.Equal(["Tied(a, b)", "Tied(c, d)", "StaysFrozen"], CheckPlan.For(typeof(TwoTies)).Select(planned => planned.Name).Order(StringComparer.Ordinal).OrderBy(name => name.StartsWith('S')));

    [Fact]
    public void An_exemption_is_of_one_of_them_or_of_all()
    {
        Assert.Equal([true, false], CheckPlan.For(typeof(OneExempt)).OrderBy(planned => planned.Name, StringComparer.Ordinal).Select(planned => planned.Exemption is not null));
        Assert.All(CheckPlan.For(typeof(AllExempt)), planned => Assert.NotNull(planned.Exemption));
    }

    [Fact]
    public void The_same_tie_written_twice_is_one_check() => Assert.Equal("Tied", Assert.Single(CheckPlan.For(typeof(SameTwice))).Name);

    [Tied("a", "b")]
    [Tied("c", "d")]
    [StaysFrozen("a")]
    private sealed class TwoTies;

    [Tied("a", "b")]
    [Tied("c", "d")]
    [Exempt("Tied(a, b)", "shows that one can be exempt")]
    private sealed class OneExempt;

    [Tied("a", "b")]
    [Tied("c", "d")]
    [Exempt("Tied", "shows that all can be exempt")]
    private sealed class AllExempt;

    [Tied("a", "b")]
    [Tied("a", "b")]
    private sealed class SameTwice;

    private sealed class Tokens : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(12, 16);
        private readonly Linear head = Linear(16, 12, hasBias: false);

        public Tokens(bool tied)
            : base(nameof(Tokens))
        {
            RegisterComponents();
            if (tied)
                head.weight = embedding.weight!;
        }

        public Tokens CopyWeights()
        {
            using var untracked = no_grad();
            head.weight!.copy_(embedding.weight!);
            return this;
        }

        public void ReplaceHead() => head.weight = Parameter(head.weight!.detach().clone());

        public override Tensor forward(Tensor tokens) => head.call(embedding.call(tokens).tanh());
    }

    private class TokenFixture(Func<Tokens> create) : ModelRecipes<Tokens>
    {
        public override Tokens CreateModel() => create();

        public override ModelData CreateData()
        {
            var tokens = randint(0, 12, [64]);
            return ModelData.From(tokens, (tokens + 1).remainder(12));
        }
    }

    private sealed class Copied() : TokenFixture(() => new Tokens(tied: false).CopyWeights());

    private sealed class Replacing() : TokenFixture(() => new Tokens(tied: true))
    {
        public override Tensor TrainStep(Training<Tokens> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            training.Model.ReplaceHead();
            return loss;
        }
    }
}
