using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Models of tokens [N, 9], padded with 0 on the right: healthy ones and ones that see the padding.</summary>
internal static class PaddedSequences
{
    public const int Padding = 0;
    private const int Vocabulary = 12;
    private const int Length = 9;
    private const int Width = 16;
    private const int Classes = 2;

    /// <summary>Attention of all positions to those that are not hidden.</summary>
    private sealed class Attention : Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear query = Linear(Width, Width);
        private readonly Linear key = Linear(Width, Width);
        private readonly Linear value = Linear(Width, Width);
        private readonly bool byForward;

        public Attention(bool byForward)
            : base(nameof(Attention))
        {
            this.byForward = byForward;
            RegisterComponents();
        }

        public override Tensor forward(Tensor states, Tensor hidden)
        {
            var scores = Run(query, states).matmul(Run(key, states).transpose(1, 2)) / 4;
            return functional.softmax(scores.masked_fill(hidden.unsqueeze(1), -1e9), -1).matmul(Run(value, states));
        }

        private Tensor Run(Linear layer, Tensor input) => byForward ? layer.forward(input) : layer.call(input);
    }

    internal sealed class Encoder : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(Vocabulary, Width);
        private readonly Attention attention;
        private readonly Linear head = Linear(Width, Classes);
        private readonly bool inverted;
        private readonly bool countsPadding;
        private readonly bool pooled;
        private readonly bool byForward;

        public Encoder(bool inverted = false, bool countsPadding = false, bool pooled = true, bool byForward = false)
            : base(nameof(Encoder))
        {
            (this.inverted, this.countsPadding, this.pooled, this.byForward) = (inverted, countsPadding, pooled, byForward);
            attention = new Attention(byForward);
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens)
        {
            var padding = tokens.eq(Padding);
            var states = byForward ? embedding.forward(tokens) : embedding.call(tokens);
            var hidden = inverted ? padding.logical_not() : padding;
            states = states + (byForward ? attention.forward(states, hidden) : attention.call(states, hidden));
            if (pooled)
                states = countsPadding ? states.mean([1]) : MeanOfReal(states, padding);
            return byForward ? head.forward(states) : head.call(states);
        }
    }

    /// <summary>Without a mask: padding_idx keeps the embedding of padding at zero.</summary>
    internal sealed class BagOfWords : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(Vocabulary, Width, padding_idx: Padding);
        private readonly Linear head = Linear(Width, Classes);

        public BagOfWords()
            : base(nameof(BagOfWords)) => RegisterComponents();

        public override Tensor forward(Tensor tokens) => head.call(embedding.call(tokens).sum(1));
    }

    /// <summary>The state at the last token, or at the last position.</summary>
    internal sealed class Recurrent : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(Vocabulary, Width);
        private readonly GRU recurrent = GRU(Width, Width, batchFirst: true);
        private readonly Linear head = Linear(Width, Classes);
        private readonly bool readsPadding;

        public Recurrent(bool readsPadding)
            : base(nameof(Recurrent))
        {
            this.readsPadding = readsPadding;
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens)
        {
            var (states, last) = recurrent.call(embedding.call(tokens));
            if (readsPadding)
                return head.call(last[0]);
            var ends = tokens.ne(Padding).sum(1, type: int64) - 1;
            return head.call(states.gather(1, ends.view(-1, 1, 1).expand(-1, 1, Width)).squeeze(1));
        }
    }

    /// <summary>Takes the mean over the padding.</summary>
    internal sealed class PaddingOnly : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(Vocabulary, Width);
        private readonly Linear head = Linear(Width, Classes);

        public PaddingOnly()
            : base(nameof(PaddingOnly)) => RegisterComponents();

        // No sample has so many tokens.
        public override Tensor forward(Tensor tokens) => head.call(embedding.call(tokens.narrow(1, Length - 2, 2)).mean([1]));
    }

    /// <summary>All states in one row.</summary>
    internal sealed class FixedLength : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(Vocabulary, Width);
        private readonly Linear head = Linear(Width * Length, Classes);
        private readonly bool masked;
        private readonly bool byForward;

        public FixedLength(bool masked, bool byForward = false)
            : base(nameof(FixedLength))
        {
            (this.masked, this.byForward) = (masked, byForward);
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens)
        {
            var states = byForward ? embedding.forward(tokens) : embedding.call(tokens);
            var row = (masked ? states.masked_fill(tokens.eq(Padding).unsqueeze(2), 0) : states).flatten(1);
            return byForward ? head.forward(row) : head.call(row);
        }
    }

    private static Tensor MeanOfReal(Tensor states, Tensor padding)
    {
        var real = padding.logical_not().unsqueeze(2).to(states.dtype);
        return (states * real).sum(1) / real.sum(1);
    }

    /// <summary>Samples of 4 to 7 tokens and padding behind them.</summary>
    internal class Data(Func<Module<Tensor, Tensor>> model) : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => model();

        public override ModelData CreateData()
        {
            var lengths = arange(32).remainder(4) + 4;
            var tokens = randint(1, Vocabulary, [32, Length], int64).masked_fill(arange(Length).unsqueeze(0) >= lengths.unsqueeze(1), Padding);
            return ModelData.From(tokens, arange(32).remainder(Classes));
        }

        public override Tensor Loss(Tensor output, Tensor target) =>
            functional.cross_entropy(output.dim() == 3 ? output.select(1, 0) : output, target);
    }
}
