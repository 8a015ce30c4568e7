namespace ModelTests.Tests;

/// <summary>A folder with a baseline of one version of a model, against which another version is checked.</summary>
internal sealed class BaselineFolderOfTest : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("baseline-").FullName;

    public BaselineFolderOfTest(SameOutputsAttribute? options = null)
    {
        var source = Path.Combine(folder, "Fixture.cs");
        File.WriteAllText(source, "");
        Check = new SameOutputsAttribute(source, 1) { Weights = options?.Weights ?? InitialWeights.Fixed, Names = options?.Names ?? false };
    }

    public SameOutputsAttribute Check { get; }

    /// <summary>What the check says of a fixture that has this baseline.</summary>
    public Verdict Compare(Baseline before, IRecipes after, int seed)
    {
        Check.FileOf(after.FixtureType).WriteVerified(before);
        return Judge.With(Check, new Evidence(after, seed));
    }

    /// <summary>What a first run says; it holds what was recorded.</summary>
    public Verdict First(IRecipes fixture, int? seed) => Judge.With(Check, new Evidence(fixture, seed));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
