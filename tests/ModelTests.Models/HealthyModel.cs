namespace ModelTests.Models;

/// <summary>A model, its training and its data, in which nothing is wrong: no check may accuse it, whatever the seed.</summary>
/// <param name="Family">The kind of model.</param>
/// <param name="Style">How it runs its children.</param>
/// <param name="CreateFixture">Makes its fixture.</param>
internal sealed record HealthyModel(string Family, CallStyle Style, Func<IRecipes> CreateFixture)
{
    /// <summary>The checks that rightly give no answer, each with words of the reason that it must give.</summary>
    public IReadOnlyDictionary<string, string> NoAnswer { get; init; } = new Dictionary<string, string>();

    /// <summary>The checks that give an answer here, though they give none on other models.</summary>
    public IReadOnlyList<string> Answers { get; init; } = [];

    /// <summary>What it promises beside what every model does.</summary>
    public IReadOnlyList<CheckAttribute> Contracts { get; init; } = [];
}
