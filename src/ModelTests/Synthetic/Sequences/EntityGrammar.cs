using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Sentences whose tokens are drawn independently: a trigger of each type, names and fillers. Names that directly follow a trigger are one entity of the trigger's type,
/// up to the next token that is no name; all other tokens are outside of entities.
/// </summary>
/// <param name="Types">The number of types; the trigger of type k is token k.</param>
/// <param name="Names">The number of names, the tokens after the triggers.</param>
/// <param name="Fillers">The number of fillers, the last tokens.</param>
internal sealed record EntityGrammar(int Types, int Names, int Fillers)
{
    /// <summary>The share of triggers, of all types together.</summary>
    public const double TriggerShare = 0.3;

    /// <summary>The share of names.</summary>
    public const double NameShare = 0.4;

    /// <summary>Tokens, int64 [samples, length].</summary>
    public Tensor Sentences(Drawing draw, int samples, int length)
    {
        double[] shares =
        [
            .. Enumerable.Repeat(TriggerShare / Types, Types),
            .. Enumerable.Repeat(NameShare / Names, Names),
            .. Enumerable.Repeat((1 - TriggerShare - NameShare) / Fillers, Fillers),
        ];
        return Categorical.Draw(draw, tensor(shares, float64, CPU).unsqueeze(0).expand((long)samples * length, -1)).reshape(samples, length);
    }

    /// <summary>The tag of each token: 0 outside, 1 + 2k for the first token of an entity of type k, 2 + 2k for its others.</summary>
    public Tensor Tags(Tensor tokens)
    {
        var tags = new List<Tensor> { zeros_like(tokens.select(1, 0)) };
        for (var position = 1; position < tokens.shape[1]; position++)
        {
            var (previous, token) = (tokens.select(1, position - 1), tokens.select(1, position));
            var isName = token.ge(Types).logical_and(token.lt(Types + Names));
            // B of a type becomes I of it, I stays I, O stays O.
            var continued = tags[^1] + tags[^1].remainder(2);
            tags.Add(where(previous.lt(Types), (2 * previous) + 1, continued) * isName);
        }
        return stack(tags, 1);
    }

    /// <summary>The entropy of a tag whose position is known and nothing else, the mean over the positions.</summary>
    public double TagEntropy(int length)
    {
        var entropy = 0.0;
        var (begins, continues) = (0.0, 0.0);
        for (var position = 0; position < length; position++)
        {
            entropy += Types * (Surprise(begins) + Surprise(continues));
            entropy += Surprise(1 - (Types * (begins + continues)));
            // A token continues an entity of a type when it is a name and the one before is part of such an entity.
            (begins, continues) = (TriggerShare / Types * NameShare, (begins + continues) * NameShare);
        }
        return entropy / length;
    }

    private static double Surprise(double probability) => probability > 0 ? -probability * Math.Log(probability) : 0;
}
