using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Models of token sequences [N, 8] and of feature sequences [N, 8, 3] with an output per time step: healthy ones and ones that see the future.</summary>
internal static class SequenceModels
{
    public const int Vocabulary = 12;
    public const int Length = 8;
    public const int Features = 3;

    /// <summary>One block of masked attention in a module of its own, around which there are no hooks but by call.</summary>
    internal sealed class Attention : Module<Tensor, Tensor>
    {
        private readonly Linear query = Linear(16, 16);
        private readonly Linear key = Linear(16, 16);
        private readonly Linear value = Linear(16, 16);
        private readonly int diagonal;
        private readonly bool byForward;

        public Attention(int diagonal, bool byForward)
            : base(nameof(Attention))
        {
            (this.diagonal, this.byForward) = (diagonal, byForward);
            RegisterComponents();
        }

        public override Tensor forward(Tensor states)
        {
            var scores = Run(query, states).matmul(Run(key, states).transpose(1, 2)) / 4;
            var mask = full(states.shape[1], states.shape[1], double.NegativeInfinity).triu(diagonal);
            return functional.softmax(scores + mask, -1).matmul(Run(value, states));
        }

        private Tensor Run(Linear layer, Tensor input) => byForward ? layer.forward(input) : layer.call(input);
    }

    internal sealed class Tokens : Module<Tensor, Tensor>
    {
        private readonly Embedding embedding = Embedding(Vocabulary, 16);
        private readonly Embedding positions = Embedding(Length, 16);
        private readonly Attention attention;
        private readonly Linear head = Linear(16, Vocabulary);
        private readonly bool byForward;

        public Tokens(int diagonal = 1, bool byForward = false)
            : base(nameof(Tokens))
        {
            attention = new Attention(diagonal, byForward);
            this.byForward = byForward;
            RegisterComponents();
        }

        public override Tensor forward(Tensor tokens)
        {
            var place = arange(tokens.shape[1]);
            if (byForward)
            {
                var early = embedding.forward(tokens) + positions.forward(place);
                return head.forward(early + attention.forward(early));
            }
            var states = embedding.call(tokens) + positions.call(place);
            return head.call(states + attention.call(states));
        }
    }

    internal sealed class Recurrent : Module<Tensor, Tensor>
    {
        private readonly LSTM recurrent;
        private readonly Linear head;

        public Recurrent(bool bidirectional)
            : base(nameof(Recurrent))
        {
            recurrent = LSTM(Features, 8, batchFirst: true, bidirectional: bidirectional);
            head = Linear(bidirectional ? 16 : 8, 2);
            RegisterComponents();
        }

        public override Tensor forward(Tensor sequences) => head.call(recurrent.call(sequences).Item1);
    }

    /// <summary>A convolution over time, padded by two steps in all.</summary>
    internal sealed class Convolution : Module<Tensor, Tensor>
    {
        private readonly Conv1d conv = Conv1d(Features, 8, 3);
        private readonly Linear head = Linear(8, 2);
        private readonly long left;

        public Convolution(long left)
            : base(nameof(Convolution))
        {
            this.left = left;
            RegisterComponents();
        }

        public override Tensor forward(Tensor sequences)
        {
            var padded = functional.pad(sequences.transpose(1, 2), [left, 2 - left]);
            return head.call(functional.relu(conv.call(padded)).transpose(1, 2));
        }
    }

    internal sealed class CentredOverTime : Module<Tensor, Tensor>
    {
        private readonly Linear inner = Linear(Features, 8);
        private readonly Linear head = Linear(8, 2);

        public CentredOverTime()
            : base(nameof(CentredOverTime)) => RegisterComponents();

        public override Tensor forward(Tensor sequences)
        {
            var states = functional.relu(inner.call(sequences));
            return head.call(states - states.mean([1], keepdim: true));
        }
    }

    internal class OnTokens(Func<Module<Tensor, Tensor>> model) : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => model();

        public override ModelData CreateData()
        {
            var tokens = randint(0, Vocabulary, [32, Length + 1]);
            return ModelData.From(tokens.narrow(1, 0, Length), tokens.narrow(1, 1, Length));
        }

        public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output.flatten(0, 1), target.flatten());
    }

    internal sealed class OnFeatures(Func<Module<Tensor, Tensor>> model) : ModelRecipes<Module<Tensor, Tensor>>
    {
        public override Module<Tensor, Tensor> CreateModel() => model();

        public override ModelData CreateData() => ModelData.From(randn(32, Length, Features), randn(32, Length, 2));

        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target);
    }
}
