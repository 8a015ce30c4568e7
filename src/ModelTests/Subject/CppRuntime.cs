using System.Runtime.InteropServices;
using System.Text;

namespace ModelTests;

/// <summary>The C++ runtime that TorchSharp's native library needs on Linux.</summary>
internal static class CppRuntime
{
    /// <summary>The version that TorchSharp 0.107's native library asks for; GCC 13 brought it.</summary>
    public const string NeededVersion = "GLIBCXX_3.4.32";

    /// <summary>The file that the loader takes; null when there is none, and on other systems.</summary>
    public static string? Find()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libstdc++.so.6", out _))
            return null;
        return File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith("libstdc++.so.6", StringComparison.Ordinal));
    }

    /// <summary>Names a runtime that is too old; null for one that is not. The version names are in the file's string table.</summary>
    public static FixtureException? ProblemOf(string library) => File.ReadAllBytes(library).AsSpan().IndexOf(Encoding.ASCII.GetBytes(NeededVersion)) >= 0
        ? null
        : new FixtureException(
            $"TorchSharp's native library cannot load: this machine's C++ runtime, {library}, is older than GCC 13 and has no {NeededVersion}",
            "install a newer libstdc++6 (Debian 12: from the suite trixie; Ubuntu 22.04: from ppa:ubuntu-toolchain-r/test; Debian 13, Ubuntu 24.04 and Fedora 39 have it)");
}
