using static TorchSharp.torch;

namespace ModelTests.Tests.Gallery;

/// <summary>Sequences of tokens, one per row, each token in its colour.</summary>
internal static class TokenGrid
{
    private const double Left = 84;
    private const double Top = 16;

    /// <param name="rows">A name and its tokens for each row; rows may differ in length. At most 12 rows of 24 tokens fit into a picture.</param>
    /// <param name="words">What to write for each token; its index by default.</param>
    public static Svg Of(IReadOnlyList<(string Name, IReadOnlyList<long> Tokens)> rows, IReadOnlyList<string>? words = null)
    {
        var size = Math.Min(24, Math.Min((Svg.Width - Left - 12) / rows.Max(row => row.Tokens.Count), (Svg.Height - (2 * Top)) / rows.Count));
        var svg = new Svg();
        foreach (var (i, row) in rows.Index())
        {
            var y = Top + (i * size);
            svg.Text(Left - 8, y + (size / 2) + 4, row.Name, "end");
            foreach (var (time, token) in row.Tokens.Index())
            {
                var x = Left + (time * size);
                svg.Add($"""<rect x="{Svg.Number(x)}" y="{Svg.Number(y)}" width="{Svg.Number(size - 1)}" height="{Svg.Number(size - 1)}" fill="{Palette.Of(token)}" fill-opacity=".35"/>""")
                    .Text(x + ((size - 1) / 2), y + (size / 2) + 3, words?[(int)token] ?? token.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        return svg;
    }

    /// <summary>The rows of a tensor of tokens.</summary>
    /// <param name="tokens">[rows, time] of int64.</param>
    /// <param name="name">Begins the name of each row, which ends with its number.</param>
    public static IReadOnlyList<(string Name, IReadOnlyList<long> Tokens)> Rows(Tensor tokens, string name)
    {
        using var scope = NewDisposeScope();
        return [.. Enumerable.Range(0, (int)tokens.shape[0]).Select(i => ($"{name} {i}", (IReadOnlyList<long>)[.. tokens[i].Values().Select(value => (long)value)]))];
    }
}
