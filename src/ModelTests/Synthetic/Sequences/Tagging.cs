using static TorchSharp.torch;

namespace ModelTests;

public static partial class Synthetic
{
    private static readonly string[] DefaultEntityTypes = ["PER", "LOC"];

    /// <summary>
    /// Named entities, tagged token by token (BIO). Tokens are drawn independently: 30 % triggers, one token per type; 40 % names; 30 % fillers.
    /// Names that directly follow a trigger are an entity of the trigger's type, up to the next token that is no name; names elsewhere are none.
    /// So a token's tag depends on the tokens before it, as far back as the entity reaches, and a model that sees one token at a time finds no entity.
    /// </summary>
    /// <param name="samples">The number of sentences, at least 1.</param>
    /// <param name="length">The number of tokens of each sentence, at least 2.</param>
    /// <param name="types">What the types of entities are called, at least one; "PER" and "LOC" by default.</param>
    /// <param name="names">The number of different names, at least 1; all types share them.</param>
    /// <param name="fillers">The number of different fillers, at least 1.</param>
    /// <param name="split">Which samples are held out; none by default.</param>
    /// <param name="batchSize">Samples per batch, at least 1.</param>
    /// <param name="dtype">Has no effect but to be checked: tokens are integers.</param>
    /// <param name="device">Where the tensors lie; the CPU by default.</param>
    /// <param name="seed">The seed of everything random in it.</param>
    /// <returns>
    /// Inputs [samples, length] of tokens from 0 (int64): triggers in the order of the types, then names, then fillers. Targets [samples, length] (int64):
    /// 0 is O, 1 + 2k is B and 2 + 2k is I of type k. Loss floor and Bayes error are 0; the input-independent loss is the exact entropy of the tags, the mean over the positions.
    /// </returns>
    /// <exception cref="ArgumentException">An argument is outside of its range, or the split leaves a part without samples.</exception>
    public static SyntheticData Tagging(
        int samples = 512,
        int length = 12,
        IReadOnlyList<string>? types = null,
        int names = 4,
        int fillers = 4,
        Split? split = null,
        int batchSize = 32,
        ScalarType dtype = ScalarType.Float32,
        Device? device = null,
        int seed = 42)
    {
        Require.AtLeast(samples, 1);
        Require.AtLeast(length, 2);
        Require.AtLeast(names, 1);
        Require.AtLeast(fillers, 1);
        var task = new LearningTask.Tagging(types ?? DefaultEntityTypes);

        using var draw = new Drawing(seed, split, batchSize, dtype, device);
        var grammar = new EntityGrammar((types ?? DefaultEntityTypes).Count, names, fillers);
        var tokens = grammar.Sentences(draw, samples, length);
        return draw.Deliver(tokens, grammar.Tags(tokens), task, () => new Limits(grammar.TagEntropy(length), 0, 0));
    }
}
