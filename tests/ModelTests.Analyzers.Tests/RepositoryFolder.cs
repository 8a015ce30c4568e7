namespace ModelTests.Analyzers.Tests;

/// <summary>The folder of this repository, found from where the tests run.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ModelTests.sln")))
                return folder.FullName;
        }
        throw new DirectoryNotFoundException($"no ModelTests.sln above {AppContext.BaseDirectory}");
    }
}
