using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class MarkovTokensTests : GeneratorTests
{
    private const int Samples = 2000;
    private const int Length = 10;

    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.MarkovTokens(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    /// <summary>Sees the two tokens that the next one depends on.</summary>
    protected override Student Suitable => new(() => new TokenConvolution(vocabulary: 6, context: 2, classes: 6)) { Epochs = 15 };

    /// <summary>Sees one of them.</summary>
    protected override Student Unsuitable => new(() => new TokenConvolution(vocabulary: 6, context: 1, classes: 6)) { Epochs = 15 };

    /// <summary>Over seeds 0 to 19 the token accuracy is 0.55 to 0.71 and 0.25 to 0.45; each seed has a grammar of its own, and seed 42 a Bayes error of 0.35.</summary>
    protected override double Learned => 0.5;

    public static TheoryData<int, int, double> Grammars => new() { { 5, 1, 0.5 }, { 4, 2, 0.5 }, { 3, 3, 1 }, { 2, 10, 0.3 }, { 1024, 1, 1 }, { 3, 2, 0.05 } };

    [Theory]
    [MemberData(nameof(Grammars))]
    public void The_stationary_distribution_is_one_and_stays(int vocabulary, int order, double temperature)
    {
        using var draw = new Drawing(seed: 3);
        var chain = MarkovChain.Of(draw, vocabulary, order, temperature);
        var states = chain.Stationary.shape[0];
        var after = new double[states];
        foreach (var (index, probability) in (chain.Stationary.unsqueeze(1) * chain.Transitions).flatten().data<double>().Index())
            after[index % states] += probability;

        Assert.Equal(1, chain.Stationary.sum().ToDouble(), 1e-12);
        Assert.All(chain.Stationary.data<double>(), probability => Assert.InRange(probability, 0, 1));
        Assert.All(after.Zip(chain.Stationary.data<double>()), pair => Assert.Equal(pair.Second, pair.First, 1e-9));
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(3, 2)]
    [InlineData(2, 3)]
    public void Next_tokens_follow_the_transitions_and_single_ones_the_stationary_distribution(int vocabulary, int order)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.MarkovTokens(Samples, vocabulary, Length, order, seed: 8).Training;
        using var draw = new Drawing(seed: 8);
        var chain = MarkovChain.Of(draw, vocabulary, order, 0.5);

        Assert.Equal(data.Input.narrow(1, 1, Length - 1), data.Target.narrow(1, 0, Length - 1));
        // One transition per sequence: those of one sequence depend on each other.
        var state = zeros(Samples, int64);
        for (var age = order; age >= 1; age--)
            state = (state * vocabulary) + data.Input.select(1, Length - age);
        var next = data.Target.select(1, Length - 1);
        for (var s = 0; s < chain.Stationary.shape[0]; s++)
        {
            var inState = state.eq(s);
            Near(chain.Stationary[s].ToDouble(), inState);
            for (var token = 0; token < vocabulary; token++)
                Near((chain.Stationary[s] * chain.Transitions[s, token]).ToDouble(), inState.logical_and(next.eq(token)));
        }

        static void Near(double probability, Tensor occurred) =>
            Assert.Equal(probability, occurred.to(float64).mean().ToDouble(), Statistics.ShareBound(probability, Samples) + (Statistics.Z / Samples));
    }

    [Theory]
    [InlineData(5, 1, 0.5)]
    [InlineData(4, 2, 0.3)]
    [InlineData(3, 3, 1)]
    public void Who_knows_the_transitions_reaches_loss_floor_and_bayes_error(int vocabulary, int order, double temperature)
    {
        using var scope = NewDisposeScope();
        // Only predictions with a full context: the transitions are not enough for those before.
        var data = Synthetic.MarkovTokens(Samples, vocabulary, order, order, temperature, seed: 8);
        var longer = Synthetic.MarkovTokens(samples: 1, vocabulary, length: order + 5, order, temperature, seed: 8);
        using var draw = new Drawing(seed: 8);
        var chain = MarkovChain.Of(draw, vocabulary, order, temperature);
        var state = zeros(Samples, int64);
        for (var position = 0; position < order; position++)
            state = (state * vocabulary) + data.Training.Input.select(1, position);
        var next = data.Training.Target.select(1, order - 1);
        var losses = -chain.Transitions[state].gather(1, next.unsqueeze(1)).log();
        var error = 1 - Statistics.Accuracy(chain.Transitions[state].argmax(1), next);

        // The mean over `order` positions, and over 5 more that all have a full context, differ by five times the entropy rate.
        var rate = ((longer.LossFloor!.Value * (order + 5)) - (data.LossFloor!.Value * order)) / 5;
        var errorRate = ((longer.BayesError!.Value * (order + 5)) - (data.BayesError!.Value * order)) / 5;
        Assert.Equal(losses.mean().ToDouble(), rate, Statistics.Z * losses.std().ToDouble() / Math.Sqrt(Samples));
        Assert.Equal(error, errorRate, Statistics.ShareBound(errorRate, Samples));
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(3, 3)]
    public void Limits_of_short_contexts_are_those_of_counted_tokens(int vocabulary, int order)
    {
        using var scope = NewDisposeScope();
        const int samples = 40_000;
        var data = Synthetic.MarkovTokens(samples, vocabulary, length: 1, order, seed: 2);
        var pairs = ((data.Training.Input * vocabulary) + data.Training.Target).flatten().bincount(null, vocabulary * vocabulary).to(float64).reshape(vocabulary, vocabulary) / samples;
        var single = pairs.sum([0L]);
        var conditional = special.entr(pairs).sum() - special.entr(pairs.sum(1)).sum();

        // A plug-in entropy errs by less than ln K · Z / √n, and its bias is of order 1/n.
        var bound = Statistics.Z * Math.Log(vocabulary * vocabulary) / Math.Sqrt(samples);
        Assert.Equal(special.entr(single).sum().ToDouble(), data.InputIndependentLoss!.Value, bound);
        Assert.Equal(conditional.ToDouble(), data.LossFloor!.Value, bound);
        Assert.Equal(1 - pairs.amax([1L]).sum().ToDouble(), data.BayesError!.Value, bound);
    }

    [Fact]
    public void A_hot_chain_is_uniform_and_a_cold_one_almost_certain()
    {
        using var hot = Synthetic.MarkovTokens(samples: 1, temperature: 1e6);
        using var cold = Synthetic.MarkovTokens(samples: 1, temperature: 0.05);

        Assert.Equal(Math.Log(6), hot.LossFloor!.Value, 1e-6);
        Assert.Equal(5 / 6.0, hot.BayesError!.Value, 1e-6);
        Assert.InRange(cold.LossFloor!.Value, 0, hot.LossFloor.Value / 4);
    }

    [Fact]
    public void One_token_is_enough()
    {
        using var data = Synthetic.MarkovTokens(samples: 3, length: 1, order: 3);
        Assert.Equal([3, 1], data.Training.Input.shape);
        Assert.Equal(new LearningTask.TokenPrediction(6), data.Task);
    }

    [Theory]
    [InlineData(0, 6, 16, 2, 0.5, "samples")]
    [InlineData(1, 1, 16, 2, 0.5, "vocabulary")]
    [InlineData(1, 6, 0, 2, 0.5, "length")]
    [InlineData(1, 6, 16, 0, 0.5, "order")]
    [InlineData(1, 6, 16, 4, 0.5, "order")]
    [InlineData(1, 1025, 16, 1, 0.5, "order")]
    [InlineData(1, 6, 16, 2, 0, "temperature")]
    [InlineData(1, 6, 16, 2, double.NaN, "temperature")]
    public void Illegal_arguments_are_refused_by_name(int samples, int vocabulary, int length, int order, double temperature, string argument) =>
        Assert.Throws<ArgumentOutOfRangeException>(argument, () => Synthetic.MarkovTokens(samples, vocabulary, length, order, temperature));
}
