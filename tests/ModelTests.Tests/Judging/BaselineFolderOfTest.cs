namespace ModelTests.Tests;

/// <summary>A folder with a baseline of one version of a model, against which another version is checked.</summary>
internal sealed class BaselineFolderOfTest
{
    private readonly string folder = Directory.CreateTempSubdirectory("baseline-").FullName;
    private readonly SameOutputsAttribute check;

    public BaselineFolderOfTest(SameOutputsAttribute? options = null)
    {
        var source = Path.Combine(folder, "Fixture.cs");
        File.WriteAllText(source, "");
        check = new SameOutputsAttribute(source, 1) { Weights = options?.Weights ?? InitialWeights.Fixed, Names = options?.Names ?? false };
    }

    /// <summary>The check with a baseline of that fixture for another one.</summary>
    public SameOutputsAttribute With(IRecipes before, Type after, int? seed)
    {
        check.FileOf(after).WriteVerified(Record(before, seed));
        return check;
    }

    public Verdict Compare(IRecipes before, IRecipes after, int seed)
    {
        try
        {
            return Judge.With(With(before, after.FixtureType, seed), new Evidence(after, seed));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a first run records.</summary>
    public Baseline Record(IRecipes fixture, int? seed)
    {
        var verdict = Judge.With(check, new Evidence(fixture, seed));
        return verdict.Received ?? throw new InvalidOperationException(verdict.ToString());
    }
}
