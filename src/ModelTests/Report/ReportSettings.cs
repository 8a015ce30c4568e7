namespace ModelTests;

/// <summary>When reports are written.</summary>
internal enum ReportMode
{
    /// <summary>For each class with a failing check.</summary>
    Failures,

    /// <summary>For each class.</summary>
    Always,

    /// <summary>For none.</summary>
    Never,
}

/// <summary>When and where reports are written: MODELTESTS_REPORT=failures (the default), always or never, and MODELTESTS_REPORT_FOLDER.</summary>
/// <param name="Mode">When.</param>
/// <param name="Folder">Where.</param>
internal sealed record ReportSettings(ReportMode Mode, string Folder)
{
    public const string Variable = "MODELTESTS_REPORT";
    public const string FolderVariable = "MODELTESTS_REPORT_FOLDER";

    /// <summary>Beside the test assembly: where the runner's results go is not told to the tests.</summary>
    public const string DefaultFolder = "modeltests-report";

    /// <exception cref="FixtureException">A variable has a value that means nothing.</exception>
    public static ReportSettings Current => From(Environment.GetEnvironmentVariable, AppContext.BaseDirectory);

    /// <summary>What these environment variables ask for.</summary>
    public static ReportSettings From(Func<string, string?> variable, string testAssembly) => new(ModeIn(variable(Variable)), FolderIn(variable(FolderVariable), testAssembly));

    internal static ReportMode ModeIn(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" or "failures" => ReportMode.Failures,
        "always" => ReportMode.Always,
        "never" => ReportMode.Never,
        _ => throw new FixtureException($"{Variable} is \"{text}\", and it takes failures, always or never", $"set {Variable}=failures or remove it"),
    };

    internal static string FolderIn(string? text, string testAssembly)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Path.Combine(testAssembly, DefaultFolder);
        // The working folder of a test run is another one in each runner.
        return Path.IsPathFullyQualified(text) ? text
            : throw new FixtureException($"{FolderVariable} is \"{text}\", which is no absolute path", $"set {FolderVariable} to the absolute path of the folder for reports, or remove it");
    }
}
