using Xunit;

namespace ModelTests.Tests;

/// <summary>What the checks of the data, and those that train, say to a fixture.</summary>
internal static class DataAnswers
{
    /// <summary>The checks that read all data.</summary>
    public static IReadOnlyList<string> OfData { get; } =
        [.. CheckCatalogue.StandardTypes.Select(type => CheckCatalogue.Create(type).Name).Where(name => RepositoryFiles.Exists($"src/ModelTests/Checks/Data/{name}Attribute.cs"))];

    /// <summary>Checks that train; they read the training data only, and NoNonFinite all inputs.</summary>
    public static IReadOnlyList<string> OfTraining { get; } = ["WeightsUpdate", "OverfitsSingleBatch", "NoNonFinite"];

    /// <summary>The named checks fail, each with all parts in a short text, and no other one does.</summary>
    public static void Fail(IRecipes fixture, IEnumerable<string> checks, params string[] parts)
    {
        var failing = checks.ToHashSet();
        var evidence = new Evidence(fixture);
        foreach (var name in OfData.Concat(OfTraining))
        {
            var check = IShownInDocs.For(name).Check;
            var verdict = Judge.With(check, evidence);
            var text = FailureText.Of("", name, verdict, null, "");
            Assert.True(verdict.Outcome == Outcome.Fails == failing.Contains(name), $"{verdict.Outcome}: {text}");
            if (verdict.Outcome != Outcome.Fails)
                continue;
            foreach (var part in parts)
                Assert.Contains(part, text, StringComparison.Ordinal);
            Assert.InRange(text.Split('\n').Length, 1, 12);
            Assert.DoesNotContain("check itself failed", text, StringComparison.Ordinal);
        }
    }

    public static void FailNone(IRecipes fixture) => Fail(fixture, []);
}
