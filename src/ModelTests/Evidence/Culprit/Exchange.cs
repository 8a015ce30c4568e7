namespace ModelTests;

public sealed partial class Evidence
{
    private readonly Dictionary<(FixturePart Part, string Check), Recorded<Exchange>> exchanges = [];

    /// <summary>A check judged again with one part of the fixture exchanged for a known good one.</summary>
    internal Exchange Exchanged(FixturePart part, CheckAttribute check)
    {
        if (!exchanges.TryGetValue((part, check.Name), out var exchange))
            exchanges[(part, check.Name)] = exchange = new(() => new Exchange(part, CheckRun.Here(check, new Evidence(new ExchangedRecipes(Recipes, part), Seed) { Budget = Budget })));
        return exchange.Value;
    }
}

/// <summary>What a failing check says when one part is exchanged.</summary>
internal sealed record Exchange(FixturePart Part, Verdict Verdict)
{
    public bool Cures => Verdict.Outcome == Outcome.Holds;
}
