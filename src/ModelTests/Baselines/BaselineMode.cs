namespace ModelTests;

/// <summary>Whether baselines are compared or written. MODELTESTS_BASELINES=check (the default) or update; on a build server always check.</summary>
/// <param name="Updates">Whether what was recorded replaces the verified file.</param>
/// <param name="Ignored">Why an update that was asked for is not made; null when none was.</param>
internal sealed record BaselineMode(bool Updates, string? Ignored)
{
    public const string Variable = "MODELTESTS_BASELINES";

    // What each service documents as set in all of its builds.
    private static readonly string[] BuildServers = ["CI", "GITHUB_ACTIONS", "TF_BUILD", "GITLAB_CI", "JENKINS_URL", "TEAMCITY_VERSION", "APPVEYOR"];

    /// <exception cref="FixtureException">The variable has another value.</exception>
    public static BaselineMode Current => From(Environment.GetEnvironmentVariable);

    /// <summary>The mode that these environment variables ask for.</summary>
    public static BaselineMode From(Func<string, string?> variable)
    {
        if (!Parse(variable(Variable)))
            return new BaselineMode(false, null);
        return BuildServer(variable) is { } server
            ? new BaselineMode(false, $"{Variable}=update is ignored on a build server ({server} is set)")
            : new BaselineMode(true, null);
    }

    /// <summary>The variable that tells that this is a build server; null when it is none.</summary>
    public static string? BuildServer(Func<string, string?> variable) =>
        BuildServers.FirstOrDefault(name => variable(name) is { Length: > 0 } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0");

    internal static bool Parse(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" or "check" => false,
        "update" => true,
        _ => throw new FixtureException($"{Variable} is \"{text}\", and it takes check or update", $"set {Variable}=check or remove it"),
    };
}
