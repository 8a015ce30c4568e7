using System.Runtime.InteropServices;

namespace ModelTests.Tool;

/// <summary>Whether there is a libtorch for this system and processor.</summary>
internal static class Platform
{
    /// <summary>Those that TorchSharp 0.107 has packages for: libtorch-cpu-linux-x64, -win-x64, -osx-arm64.</summary>
    private static readonly string[] Supported = ["linux-x64", "osx-arm64", "win-x64"];

    /// <summary>This process, as runtime identifiers name it.</summary>
    public static string Identifier { get; } = IdentifierOf(RuntimeInformation.RuntimeIdentifier, RuntimeInformation.ProcessArchitecture);

    public static Diagnosis Examine() => Examine(Identifier, RuntimeInformation.OSArchitecture, RuntimeInformation.ProcessArchitecture);

    internal static Diagnosis Examine(string identifier, Architecture machine, Architecture process)
    {
        const string Subject = "platform";
        if (Supported.Contains(identifier))
            return new(State.Ok, Subject, $"{identifier}, .NET {Environment.Version}");
        var change = machine != process ? $"the machine is {machine.ToString().ToLowerInvariant()}, .NET is not: install the .NET SDK for {machine.ToString().ToLowerInvariant()}"
            : identifier.StartsWith("linux-musl", StringComparison.Ordinal) ? "libtorch needs glibc: use a Debian, Ubuntu or Fedora image in place of Alpine"
            : $"run on one of {string.Join(", ", Supported)}";
        return new(State.Wrong, Subject, $"TorchSharp has no native library for {identifier}", change);
    }

    /// <summary>Whether what was built for one identifier runs on a machine of another name for the same: "win10-x64" on win-x64.</summary>
    internal static bool Matches(string built, string identifier) => IdentifierOf(built, built[(built.LastIndexOf('-') + 1)..]) == identifier;

    private static string IdentifierOf(string reported, Architecture architecture) => IdentifierOf(reported, architecture.ToString().ToLowerInvariant());

    /// <summary>A .NET that a distribution built names the distribution, such as "debian.12-x64".</summary>
    private static string IdentifierOf(string reported, string architecture)
    {
        var system = reported.StartsWith("win", StringComparison.Ordinal) ? "win"
            : reported.StartsWith("osx", StringComparison.Ordinal) ? "osx"
            : reported.Contains("musl", StringComparison.Ordinal) || reported.StartsWith("alpine", StringComparison.Ordinal) ? "linux-musl"
            : "linux";
        return $"{system}-{architecture}";
    }
}
