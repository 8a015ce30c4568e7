namespace ModelTests.Benchmarks;

/// <summary>How large a built test project from the template is, which tests nobody can afford to copy a gigabyte for.</summary>
internal sealed class OutputMeasure : Measure
{
    private const string Project = "DigitNet";

    public override string Name => "output";

    public override string Claim => "the build output of the template's test project";

    public override IReadOnlyList<Figure> Take(Options options)
    {
        var folder = Path.Combine(Repository.Artifacts, "speed", "template");
        var trial = new Trial(folder, Path.Combine(folder, "feed"));
        trial.Build();
        trial.Pack();
        trial.InstallTemplate();
        var repository = trial.Create(Project);
        // A variable of the user's would win over the folder that the trial's nuget.config names.
        Shell.Must("dotnet", ["build"], repository, new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(folder, "packages") });
        var files = new DirectoryInfo(Path.Combine(repository, "tests", $"{Project}.Tests", "bin")).EnumerateFiles("*", SearchOption.AllDirectories).Where(file => file.LinkTarget is null).ToList();
        return
        [
            new Figure("copies of native torch libraries", new Target(0, "files", 0), [files.Count(IsNativeTorch)]),
            new Figure("bin of the test project", new Target(10, "MB", 1), [files.Sum(file => file.Length) / 1e6]),
        ];
    }

    private static bool IsNativeTorch(FileInfo file) =>
        file.Name.Contains("torch", StringComparison.OrdinalIgnoreCase) && (file.Extension is ".so" or ".dylib" || (file.Extension == ".dll" && file.Length > 10_000_000));
}
