using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelRepo._1;

/// <summary>A recurrent network for token sequences, padded on the right.</summary>
public sealed class SequenceClassifier : Module<Tensor, Tensor>
{
    private const int Padding = 0;
    private const int Width = 24;

    private readonly Embedding embedding;
    private readonly GRU memory;
    private readonly Linear scores;

    public SequenceClassifier(int vocabulary, int classes)
        : base(nameof(SequenceClassifier))
    {
        embedding = Embedding(vocabulary, Width, padding_idx: Padding);
        memory = GRU(Width, Width, batchFirst: true);
        scores = Linear(Width, classes);
        RegisterComponents();
    }

    /// <summary>From tokens [samples, time] to one score (logit) per class [samples, classes].</summary>
    public override Tensor forward(Tensor tokens)
    {
        var (states, _) = memory.call(embedding.call(tokens));
        var last = tokens.ne(Padding).sum(1) - 1;
        return scores.call(states.gather(1, last.view(-1, 1, 1).expand(-1, 1, Width)).squeeze(1));
    }
}
