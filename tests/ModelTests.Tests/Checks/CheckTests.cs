using Xunit;

namespace ModelTests.Tests;

/// <summary>What every check's tests do: a fault is found at five seeds and named first; healthy models hold at five seeds.</summary>
public abstract class CheckTests<TCheck> : IShownInDocs
    where TCheck : CheckAttribute
{
    IRecipes IShownInDocs.ShownInDocs => ShownInDocs;

    CheckAttribute IShownInDocs.Check => Check;

    /// <summary>The fault whose failure the check's page shows; figures in it must not hang on the last digit of a long training.</summary>
    private protected abstract IRecipes ShownInDocs { get; }

    /// <summary>Five seeds, as every check must hold and fail at.</summary>
    protected static IReadOnlyList<int> Seeds => TestSeeds.Five;

    /// <summary>For one more kind of model where a check trains for seconds at each seed; others show at five what it tells.</summary>
    protected static IReadOnlyList<int> FewSeeds => TestSeeds.Two;

    /// <summary>The check as it is written without arguments; a contract's tests declare one.</summary>
    protected virtual TCheck Check => Judge.Create<TCheck>();

    /// <summary>Nothing is recorded yet, unless a test class records something for all seeds at once.</summary>
    private protected virtual Evidence EvidenceOf(IRecipes fixture, int seed) => new(fixture, seed);

    /// <summary>The check fails at every seed, and the first thing it names begins with <paramref name="location"/>.</summary>
    internal void FailsNamingFirst(IRecipes fixture, string location, string? causeSays = null, TCheck? check = null, IEnumerable<int>? seeds = null)
    {
        foreach (var seed in seeds ?? Seeds)
        {
            var verdict = Judge.With(check ?? Check, EvidenceOf(fixture, seed));
            Assert.True(verdict.Outcome == Outcome.Fails, $"seed {seed}: {verdict}");
            Assert.StartsWith(location, verdict.Findings[0].Location, StringComparison.Ordinal);
            if (causeSays is not null)
                Assert.Contains(causeSays, verdict.Cause, StringComparison.Ordinal);
        }
    }

    /// <summary>The check holds at every seed.</summary>
    internal void Holds(IRecipes fixture, TCheck? check = null, IEnumerable<int>? seeds = null)
    {
        foreach (var seed in seeds ?? Seeds)
        {
            var verdict = Judge.With(check ?? Check, EvidenceOf(fixture, seed));
            Assert.True(verdict.Outcome == Outcome.Holds, $"seed {seed}: {FailureText.Of("", Check.Name, verdict, null, "")}");
        }
    }

    /// <summary>The check gives that answer at every seed, with these words.</summary>
    internal void Answers(IRecipes fixture, Outcome outcome, string words, TCheck? check = null, IEnumerable<int>? seeds = null)
    {
        foreach (var seed in seeds ?? Seeds)
        {
            var verdict = Judge.With(check ?? Check, EvidenceOf(fixture, seed));
            Assert.True(verdict.Outcome == outcome, $"seed {seed}: {verdict}");
            Assert.Contains(words, verdict.Headline, StringComparison.Ordinal);
        }
    }
}

/// <summary>Tells the docs which fault to show, and what the check is with its arguments.</summary>
internal interface IShownInDocs
{
    IRecipes ShownInDocs { get; }

    CheckAttribute Check { get; }

    /// <summary>The test class of the check of that name, "WeightsUpdate" or "WeightsUpdateAttribute".</summary>
    static IShownInDocs For(string check) =>
        (IShownInDocs)Activator.CreateInstance(typeof(IShownInDocs).Assembly.GetTypes().Single(type => type.Name == $"{check.Replace(nameof(Attribute), "", StringComparison.Ordinal)}Tests"))!;
}
