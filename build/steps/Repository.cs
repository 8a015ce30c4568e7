/// <summary>Where things are in this repository.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Everything the build makes; never committed.</summary>
    public static string Artifacts { get; } = Path.Combine(Root, "artifacts");

    /// <summary>The local package feed that nuget.config names.</summary>
    public static string Feed { get; } = Path.Combine(Root, "build", "feed");

    private static string FindRoot()
    {
        // A script is compiled elsewhere and knows its source; a test runs from a folder inside the repository.
        var start = AppContext.GetData("EntryPointFilePath") as string ?? AppContext.BaseDirectory;
        for (var folder = Path.GetDirectoryName(start); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "ModelTests.sln")))
                return folder;
        }
        throw new StepFailed($"no ModelTests.sln above {start}");
    }
}
