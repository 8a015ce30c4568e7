namespace ModelTests.Tests.Gallery;

/// <summary>What the gallery shows of one generator.</summary>
/// <param name="Generator">The method of <see cref="Synthetic"/>; also the heading.</param>
/// <param name="Asks">One sentence: what it asks of a model.</param>
/// <param name="Shows">What is to be seen, for readers who do not see it.</param>
/// <param name="Draw">The picture, from data of this generator.</param>
internal sealed record Picture(string Generator, string Asks, string Shows, Func<Svg> Draw)
{
    /// <summary>The file beside the page: the generator's name in lower case with hyphens.</summary>
    public string File => $"gallery/{string.Concat(Generator.Select((letter, i) => i > 0 && char.IsUpper(letter) && !char.IsUpper(Generator[i - 1]) ? $"-{letter}" : $"{letter}")).ToLowerInvariant()}.svg";

    public string Svg
    {
        get
        {
            using var scope = TorchSharp.torch.NewDisposeScope();
            return Draw().Titled(Shows);
        }
    }
}
