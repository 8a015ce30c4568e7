using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelRepo._1;

/// <summary>A recurrent language model.</summary>
public sealed class LanguageModel : Module<Tensor, Tensor>
{
    private const int Width = 48;

    private readonly Embedding embedding;
    private readonly GRU memory;
    private readonly Linear scores;

    public LanguageModel(int vocabulary)
        : base(nameof(LanguageModel))
    {
        embedding = Embedding(vocabulary, Width);
        memory = GRU(Width, Width, batchFirst: true);
        scores = Linear(Width, vocabulary);
        RegisterComponents();
    }

    /// <summary>From tokens [samples, time] to one score (logit) per possible next token [samples, time, vocabulary].</summary>
    public override Tensor forward(Tensor tokens)
    {
        var (states, _) = memory.call(embedding.call(tokens));
        return scores.call(states);
    }
}
