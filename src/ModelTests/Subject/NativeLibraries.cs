using System.Reflection;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Says in one sentence why TorchSharp's native library does not load, and how to get what is missing.</summary>
internal static class NativeLibraries
{
    private static readonly Lazy<FixtureException?> OldRuntime = new(() => CppRuntime.Find() is { } library ? CppRuntime.ProblemOf(library) : null);

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
}
