namespace ModelTests;

/// <summary>Whether baselines are compared or written. MODELTESTS_BASELINES=check (the default) or update; on a build server always check.</summary>
internal static class BaselineMode
{
    public const string Variable = "MODELTESTS_BASELINES";

    // What each service documents as set in all of its builds.
    private static readonly string[] BuildServers = ["CI", "GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "JENKINS_URL", "TEAMCITY_VERSION", "APPVEYOR"];

    /// <summary>Whether what was recorded replaces the verified file.</summary>
    public static bool Updates => Parse(Environment.GetEnvironmentVariable(Variable)) && !OnBuildServer;

    public static bool OnBuildServer => BuildServers.Any(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase));

    internal static bool Parse(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" or "check" => false,
        "update" => true,
        _ => throw new FixtureException($"{Variable} is \"{text}\", and it takes check or update", $"set {Variable}=check or remove it"),
    };
}
