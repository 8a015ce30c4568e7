namespace ModelTests;

/// <summary>What a check answers.</summary>
public enum Outcome
{
    /// <summary>The claim holds.</summary>
    Holds,

    /// <summary>The claim does not hold; the findings say where and why.</summary>
    Fails,

    /// <summary>The claim makes no sense for this fixture; the headline says why.</summary>
    DoesNotApply,

    /// <summary>The check could not find out; the headline says what would make it tell.</summary>
    CouldNotTell,
}

/// <summary>A check's answer with everything that a person needs to act on it.</summary>
/// <param name="Outcome">The answer.</param>
/// <param name="Headline">The claim with its figures, in one clause.</param>
public sealed record Verdict(Outcome Outcome, string Headline)
{
    /// <summary>What was found, the worst first.</summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The most probable cause.</summary>
    public string? Cause { get; init; }

    /// <summary>What to change.</summary>
    public string? Change { get; init; }

    /// <summary>How to exempt what is meant to be so, as an attribute.</summary>
    public string? Exempt { get; init; }

    /// <summary>What a person should look at although the claim holds, in one clause with what to do; null where there is nothing, and where the claim does not hold.</summary>
    public string? Warning { get; init; }

    /// <summary>What was compared with a baseline file, for whoever writes such files; null for other checks.</summary>
    internal Baseline? Received { get; init; }

    /// <summary>What the baseline file said before; null when there was none, and for other checks.</summary>
    internal Baseline? Verified { get; init; }

    /// <summary>Why the fixture could not be used; null where it could. The check never came to its claim, and other checks say the same.</summary>
    internal string? Unusable { get; init; }

    internal bool FixtureIsUnusable => Unusable is not null;

    internal static Verdict Holds(string headline) => new(Outcome.Holds, headline);

    internal static Verdict Fails(string headline) => new(Outcome.Fails, headline);

    internal static Verdict DoesNotApply(string reason) => new(Outcome.DoesNotApply, reason);

    internal static Verdict CouldNotTell(string reason) => new(Outcome.CouldNotTell, reason);

    internal Verdict At(IEnumerable<Finding> findings) => this with { Findings = [.. findings] };

    internal Verdict At(params Finding[] findings) => this with { Findings = findings };

    internal Verdict Because(string cause) => this with { Cause = cause };

    internal Verdict ChangeTo(string change) => this with { Change = change };

    internal Verdict ExemptBy(string attribute) => this with { Exempt = attribute };

    /// <summary>Adds to what a person should look at; for a verdict that holds.</summary>
    internal Verdict Warn(string warning) => this with { Warning = Warning is { } other ? $"{other}; {warning}" : warning };
}
