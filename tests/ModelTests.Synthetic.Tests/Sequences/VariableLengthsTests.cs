using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class VariableLengthsTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.VariableLengths(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    /// <summary>Knows where the padding begins.</summary>
    protected override Student Suitable => new(() => new SequenceReader(vocabulary: 9, classes: 4)) { Epochs = 12, LearningRate = 0.02 };

    protected override Student Unsuitable => new(() => new BagOfWords(vocabulary: 9, classes: 4));

    /// <summary>Over seeds 0 to 19 the accuracy is 1 and 0.38 to 0.52.</summary>
    protected override double Learned => 0.75;

    [Theory]
    [InlineData(4, 9, 3, 12)]
    [InlineData(3, 4, 1, 5)]
    [InlineData(2, 6, 4, 4)]
    public void Padding_is_on_the_right_and_the_last_real_token_has_the_class(int classes, int vocabulary, int shortest, int longest)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.VariableLengths(300, classes, vocabulary, shortest, longest, lengths: true);
        var lengths = data.Training.Inputs[1].data<long>().ToArray();
        var labels = data.Training.Target.data<long>().ToArray();
        foreach (var (i, row) in data.Training.Inputs[0].data<long>().ToArray().Chunk(longest).Index())
        {
            var length = (int)lengths[i];
            Assert.InRange(length, shortest, longest);
            Assert.All(row[..length], token => Assert.InRange(token, 1, vocabulary - 1));
            Assert.All(row[length..], token => Assert.Equal(0, token));
            Assert.Equal(labels[i], (row[length - 1] - 1) % classes);
        }
        Assert.Equal(["data", "lengths"], data.InputNames);
    }

    [Fact]
    public void Lengths_and_tokens_are_uniform()
    {
        const int samples = 20_000;
        using var scope = NewDisposeScope();
        // Class 0 has the tokens 1, 3 and 5, class 1 has 2 and 4.
        var data = Synthetic.VariableLengths(samples, classes: 2, vocabulary: 6, shortest: 2, longest: 5, lengths: true).Training;
        var (tokens, lengths) = (data.Inputs[0], data.Inputs[1]);
        for (var length = 2; length <= 5; length++)
            Assert.Equal(0.25, lengths.eq(length).to(float64).mean().ToDouble(), Statistics.ShareBound(0.25, samples));
        for (var token = 1; token < 6; token++)
            Assert.Equal(0.2, tokens.select(1, 0).eq(token).to(float64).mean().ToDouble(), Statistics.ShareBound(0.2, samples));
        var last = tokens.gather(1, (lengths - 1).unsqueeze(1)).squeeze(1);
        foreach (var (token, share) in new[] { (1, 1 / 6.0), (3, 1 / 6.0), (5, 1 / 6.0), (2, 0.25), (4, 0.25) })
            Assert.Equal(share, last.eq(token).to(float64).mean().ToDouble(), Statistics.ShareBound(share, samples));
    }

    [Fact]
    public void Lengths_are_an_input_only_where_asked_for()
    {
        using var plain = Synthetic.VariableLengths();
        using var with = Synthetic.VariableLengths(lengths: true);

        Assert.Equal(with.Training.Inputs[0], plain.Training.Input);
        Assert.Equal(["data"], plain.InputNames);
        Assert.Equal([12], plain.InputShape);
    }

    [Fact]
    public void Labels_have_their_weights_and_noise()
    {
        using var scope = NewDisposeScope();
        var clean = Synthetic.VariableLengths(1000, classes: 3, weights: [0.5, 0.3, 0.2]);
        var noisy = Synthetic.VariableLengths(1000, classes: 3, weights: [0.5, 0.3, 0.2], labelNoise: 0.2);

        Assert.Equal([500, 300, 200], clean.Training.Target.bincount(null).data<long>());
        Assert.Equal(200, clean.Training.Target.ne(noisy.Training.Target).sum().ToInt64());
        Assert.Equal((0, 0), (clean.LossFloor, clean.BayesError));
        Assert.Equal(0.2, noisy.BayesError!.Value, 1e-12);
        Assert.Equal(-(0.8 * Math.Log(0.8)) - (0.2 * Math.Log(0.1)), noisy.LossFloor!.Value, 1e-12);
        // 0.5 · 0.8 + 0.5 · 0.1 and so on.
        Assert.Equal(-(0.45 * Math.Log(0.45)) - (0.31 * Math.Log(0.31)) - (0.24 * Math.Log(0.24)), noisy.InputIndependentLoss!.Value, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_model_that_reads_the_last_real_token_ignores_padding_and_one_that_averages_over_all_does_not(int seed)
    {
        var check = new IgnoresPaddingAttribute(0);
        Assert.Equal(Outcome.Holds, Judge.With(check, new Evidence(new Padded(() => new SequenceReader(9, 4)), seed)).Outcome);
        Assert.Equal(Outcome.Fails, Judge.With(check, new Evidence(new Padded(() => new BagOfWords(9, 4)), seed)).Outcome);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_model_that_is_told_the_lengths_ignores_padding(int seed) =>
        Assert.Equal(Outcome.Holds, Judge.With(new IgnoresPaddingAttribute(0), new Evidence(new PaddedWithLengths(), seed)).Outcome);

    [Theory]
    [InlineData(0, 4, 9, 3, 12, 0, "samples")]
    [InlineData(1, 1, 9, 3, 12, 0, "classes")]
    [InlineData(1, 4, 4, 3, 12, 0, "vocabulary")]
    [InlineData(1, 4, 9, 0, 12, 0, "shortest")]
    [InlineData(1, 4, 9, 3, 2, 0, "longest")]
    [InlineData(1, 4, 9, 3, 12, 1, "labelNoise")]
    public void Illegal_arguments_are_refused_by_name(int samples, int classes, int vocabulary, int shortest, int longest, double labelNoise, string argument) =>
        Assert.Throws<ArgumentOutOfRangeException>(argument, () => Synthetic.VariableLengths(samples, classes, vocabulary, shortest, longest, labelNoise: labelNoise));

    private sealed class Padded(Func<nn.Module<Tensor, Tensor>> model) : ModelRecipes<nn.Module<Tensor, Tensor>>
    {
        public override nn.Module<Tensor, Tensor> CreateModel() => model();

        public override ModelData CreateData() => Synthetic.VariableLengths(samples: 64);
    }

    private sealed class PaddedWithLengths : ModelRecipes<LengthReader>
    {
        public override LengthReader CreateModel() => new();

        public override ModelData CreateData() => Synthetic.VariableLengths(samples: 64, lengths: true);
    }

    /// <summary>Reads the token before the position that it is told.</summary>
    private sealed class LengthReader : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly Embedding embedding = nn.Embedding(9, 4);

        public LengthReader()
            : base(nameof(LengthReader)) => RegisterComponents();

        public override Tensor forward(Tensor tokens, Tensor lengths) => embedding.call(tokens.gather(1, (lengths - 1).unsqueeze(1)).squeeze(1));
    }
}
