using System.Text.Json;

namespace ModelTests.Tool;

/// <summary>Whether each project has one TorchSharp, one native library for this system, and both in versions that belong together.</summary>
internal static class TorchPackages
{
    /// <summary>They bring libtorch; TorchSharp alone is only the managed part.</summary>
    private const string NativePrefix = "TorchSharp-";

    public static IEnumerable<Diagnosis> Examine(string folder, string identifier)
    {
        var found = new List<Diagnosis>();
        foreach (var file in ResolvedPackages.FilesBelow(folder))
        {
            try
            {
                var packages = ResolvedPackages.Read(file);
                if (packages.Versions.ContainsKey("TorchSharp"))
                    found.AddRange(Examine(packages, identifier));
            }
            catch (Exception problem) when (problem is JsonException or IOException or UnauthorizedAccessException)
            {
                found.Add(new(State.Unknown, "packages", $"{file} cannot be read: {problem.Message}", "run dotnet restore"));
            }
        }
        return found.Count > 0 ? found : [new(State.Unknown, "packages", $"no restored or built project that uses TorchSharp below {folder}", "run dotnet restore there, or give another --folder")];
    }

    internal static IEnumerable<Diagnosis> Examine(ResolvedPackages packages, string identifier)
    {
        var problems = Problems(packages, identifier).ToList();
        var used = packages.Versions.Where(package => package.Key.StartsWith("TorchSharp", StringComparison.OrdinalIgnoreCase)).Select(package => $"{package.Key} {package.Value}");
        return problems.Count > 0 ? problems : [new(State.Ok, packages.Project, string.Join(", ", used))];
    }

    private static IEnumerable<Diagnosis> Problems(ResolvedPackages packages, string identifier)
    {
        var managed = packages.Versions["TorchSharp"];
        var native = packages.Versions.Keys.Where(package => package.StartsWith(NativePrefix, StringComparison.OrdinalIgnoreCase)).Order(StringComparer.OrdinalIgnoreCase).ToList();
        var libtorch = packages.Versions.Where(package => package.Key.StartsWith("libtorch-", StringComparison.OrdinalIgnoreCase)).ToList();

        // A project that is only referenced leaves the choice to the one that runs.
        if (native.Count == 0 && libtorch.Count == 0 && packages.Versions.ContainsKey("Microsoft.NET.Test.Sdk"))
            yield return Wrong("runs tests and has TorchSharp without a native library", $"dotnet add package TorchSharp-cpu --version {managed}");
        if (native.Count > 1)
            yield return Wrong($"has {string.Join(" and ", native)}: two copies of libtorch, and which one loads is chance", "keep one of them");
        foreach (var package in native.Where(package => packages.Versions[package] != managed))
            yield return Wrong($"has TorchSharp {managed} and {package} {packages.Versions[package]}", $"give both the same version: {package} {managed}");
        foreach (var package in native.Where(package => IsForOtherSystem(package, identifier)))
            yield return Wrong($"has {package}, and this machine is {identifier}", "take TorchSharp-cpu or the CUDA package for this system");
        if (libtorch.Select(package => package.Value).Distinct().Count() > 1)
            yield return Wrong($"has several versions of libtorch: {string.Join(", ", libtorch.Select(package => $"{package.Key} {package.Value}"))}", "remove what references libtorch directly");
        foreach (var (by, package, version) in packages.Asked.Where(asked => packages.Versions.TryGetValue(asked.Package, out var resolved) && asked.Package.StartsWith("libtorch-", StringComparison.OrdinalIgnoreCase) && resolved != Plain(asked.Version)))
            yield return Wrong($"has {package} {packages.Versions[package]}, and {by} was built for {Plain(version)}", $"remove what references {package} directly");
        if (packages.Identifiers.Count > 0 && !packages.Identifiers.Any(built => Platform.Matches(built, identifier)))
            yield return Wrong($"is built for {string.Join(", ", packages.Identifiers)}, and this machine is {identifier}", $"build it with -r {identifier}, or without -r");

        Diagnosis Wrong(string text, string change) => new(State.Wrong, packages.Project, text, change);
    }

    private static bool IsForOtherSystem(string package, string identifier) =>
        (package.EndsWith("-windows", StringComparison.OrdinalIgnoreCase) && !identifier.StartsWith("win", StringComparison.Ordinal))
        || (package.EndsWith("-linux", StringComparison.OrdinalIgnoreCase) && !identifier.StartsWith("linux", StringComparison.Ordinal));

    /// <summary>"[2.10.0, )" asks for at least 2.10.0.</summary>
    private static string Plain(string range) => range.Trim('[', ']', '(', ')', ' ').Split(',')[0].Trim();
}
