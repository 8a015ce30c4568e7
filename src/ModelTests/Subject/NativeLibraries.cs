using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Says in one sentence why TorchSharp's native library does not load, and how to get what is missing.</summary>
internal static class NativeLibraries
{
    /// <summary>The version that TorchSharp 0.107's native library asks of the C++ runtime; GCC 13 brought it.</summary>
    private const string NeededRuntime = "GLIBCXX_3.4.32";

    private static readonly Lazy<FixtureException?> OldRuntime = new(FindOldRuntime);

    /// <summary>Checks what can be checked before TorchSharp tries, because its failed attempt copies 500 MB into the output folder.</summary>
    /// <exception cref="FixtureException">The library cannot load on this machine.</exception>
    public static void Require()
    {
        if (OldRuntime.Value is { } problem)
            throw problem;
        try
        {
            using (enable_grad())
            {
            }
        }
        catch (Exception exception) when (Problem(Unwrap(exception)) is { } known)
        {
            throw known;
        }
    }

    /// <summary>A failed static constructor, reflection and the workers of a loader hide the exception that tells why.</summary>
    public static Exception Unwrap(Exception exception)
    {
        while (exception is TypeInitializationException or TargetInvocationException or AggregateException && exception.InnerException is { } inner)
            exception = inner;
        return exception;
    }

    public static FixtureException? Problem(Exception exception) => exception switch
    {
        _ when OldRuntime.Value is { } old => old,
        DllNotFoundException or BadImageFormatException => Missing(exception),
        NotSupportedException when exception.Message.Contains("libtorch", StringComparison.Ordinal) => Missing(exception),
        _ => null,
    };

    private static FixtureException Missing(Exception exception) => new(
        $"TorchSharp's native library for {RuntimeInformation.RuntimeIdentifier} was not found or does not load",
        "add the package TorchSharp-cpu (or a TorchSharp-cuda package) to the test project, in the version of TorchSharp, and build for this machine's runtime identifier",
        cause: exception);

    private static FixtureException? FindOldRuntime()
    {
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryLoad("libstdc++.so.6", out _))
            return null;
        var library = File.ReadLines("/proc/self/maps")
            .Select(line => line[(line.LastIndexOf(' ') + 1)..])
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith("libstdc++.so.6", StringComparison.Ordinal));
        return library is null ? null : OldRuntimeAt(library);
    }

    /// <summary>Names a C++ runtime that is too old; null for one that is not.</summary>
    internal static FixtureException? OldRuntimeAt(string library) => File.ReadAllBytes(library).AsSpan().IndexOf(Encoding.ASCII.GetBytes(NeededRuntime)) >= 0
        ? null
        : new FixtureException(
            $"TorchSharp's native library cannot load: this machine's C++ runtime, {library}, is older than GCC 13 and has no {NeededRuntime}",
            "install a newer libstdc++6 (Debian 12: from the suite trixie; Ubuntu 22.04: from ppa:ubuntu-toolchain-r/test; Debian 13, Ubuntu 24.04 and Fedora 39 have it)");
}
