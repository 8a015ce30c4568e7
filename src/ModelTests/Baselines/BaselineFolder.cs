namespace ModelTests;

/// <summary>Finds the folder of the user's source on the machine that runs the tests, which need not be the one that built them.</summary>
internal static class BaselineFolder
{
    /// <summary>Names the folder of the sources where the tests run outside of them.</summary>
    public const string Variable = "MODELTESTS_SOURCES";

    /// <param name="sourceFile">The source file as the compiler saw it. Deterministic builds replace its root by "/_/".</param>
    /// <exception cref="FixtureException">It is not there.</exception>
    public static string Of(string sourceFile) =>
        Of(sourceFile, Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } sources ? sources : AppContext.BaseDirectory);

    /// <param name="sourceFile">The source file as the compiler saw it.</param>
    /// <param name="start">Where the search for it begins and goes up from: the folder of the test assembly.</param>
    /// <exception cref="FixtureException">It is not there.</exception>
    public static string Of(string sourceFile, string start)
    {
        if (File.Exists(sourceFile))
            return Path.GetDirectoryName(Path.GetFullPath(sourceFile))!;
        // Built elsewhere: the longest end of the path that exists below a folder above the test assembly. Windows writes other separators.
        var parts = sourceFile.Split('/', '\\');
        for (var skipped = 1; skipped < parts.Length; skipped++)
        {
            var rest = Path.Combine(parts[skipped..]);
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                var candidate = Path.Combine(folder.FullName, rest);
                if (File.Exists(candidate))
                    return Path.GetDirectoryName(candidate)!;
            }
        }
        throw new FixtureException($"the source file {sourceFile} is not on this machine, and baselines lie beside it; it was looked for in and above {start}",
            $"run the tests where the sources are, or set {Variable} to the folder that holds them");
    }
}
