using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>
/// R12, two GRUs: source tokens [N, 6] and the target's previous tokens [N, 7] into the logits [N, 7, 12] of the target's tokens.
/// </summary>
internal class Translator : Module<Tensor, Tensor, Tensor>
{
    public const int Vocabulary = 12;
    public const int SourceLength = 6;
    public const int Padding = 0;
    public const int Start = 1;
    public const int End = 2;
    private const int Width = 32;

    protected readonly CallStyle style;
    protected readonly Embedding emb = Embedding(Vocabulary, Width);
    protected readonly GRU encoder = GRU(Width, Width, batchFirst: true);
    protected readonly GRU decoder = GRU(Width, Width, batchFirst: true);
    protected readonly Linear head = Linear(Width, Vocabulary);

    public Translator(CallStyle style)
        : base(nameof(Translator))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor source, Tensor previous) => Output(Decode(Embed(previous), Encode(Embed(source))));

    /// <summary>[N, T] into [N, T, 32].</summary>
    protected virtual Tensor Embed(Tensor tokens) => style.Run(emb, tokens);

    /// <summary>[N, 6, 32] into the last hidden state [1, N, 32].</summary>
    protected virtual Tensor Encode(Tensor source) => Run(encoder, source, null).Last;

    /// <summary>[N, 7, 32] and [1, N, 32] into [N, 7, 32].</summary>
    protected virtual Tensor Decode(Tensor previous, Tensor state) => Run(decoder, previous, state).States;

    /// <summary>[N, 7, 32] into [N, 7, 12].</summary>
    protected virtual Tensor Output(Tensor states) => style.Run(head, states);

    private (Tensor States, Tensor Last) Run(GRU layer, Tensor input, Tensor? state) =>
        style == CallStyle.Call ? layer.call(input, state) : layer.forward(input, state);
}

/// <summary>The source in reverse and an end token, padded to one length; the padding does not count in the loss.</summary>
/// <param name="style">How the model runs its layers.</param>
/// <param name="create">Makes the model; the healthy one unless given.</param>
internal class TranslatorFixture(CallStyle style = CallStyle.Call, Func<CallStyle, Module<Tensor, Tensor, Tensor>>? create = null) : ModelRecipes<Module<Tensor, Tensor, Tensor>>
{
    private const int Samples = 64;

    public override Module<Tensor, Tensor, Tensor> CreateModel() => create is null ? new Translator(style) : create(style);

    public override ModelData CreateData()
    {
        // What is not drawn of a source is end tokens.
        var source = full([Samples, Translator.SourceLength], Translator.End, int64);
        var target = zeros([Samples, Translator.SourceLength + 1], int64);
        for (var i = 0; i < Samples; i++)
        {
            var length = 3 + (i % 4);
            var tokens = randint(3, Translator.Vocabulary, [length], int64);
            source[i].narrow(0, 0, length).copy_(tokens);
            target[i].narrow(0, 0, length).copy_(tokens.flip(0));
            target[i, length] = Translator.End;
        }
        var previous = cat([full([Samples, 1], Translator.Start, int64), target.narrow(1, 0, Translator.SourceLength)], 1);
        return ModelData.From([new Batch([source, previous], [target])]);
    }

    public override Tensor Loss(Tensor output, Tensor target) =>
        functional.cross_entropy(output.flatten(0, 1), target.flatten(), ignore_index: Translator.Padding);

    public override Optimizer CreateOptimizer(Module<Tensor, Tensor, Tensor> model) => Adam(model.parameters(), lr: 0.005);
}
