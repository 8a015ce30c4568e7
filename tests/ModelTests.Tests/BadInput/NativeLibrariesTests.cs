using System.Reflection;
using Xunit;

namespace ModelTests.Tests;

/// <summary>A native library that does not load is explained in one sentence: what is missing, and how to get it.</summary>
public class NativeLibrariesTests
{
    [Fact]
    public void An_old_runtime_is_named_with_its_path_and_the_packages_that_have_a_newer_one()
    {
        var library = Path.GetTempFileName();
        File.WriteAllText(library, "GLIBCXX_3.4.30");
        var problem = CppRuntime.ProblemOf(library)!;
        Assert.Contains($"{library}, is older than GCC 13 and has no GLIBCXX_3.4.32", problem.Message, StringComparison.Ordinal);
        Assert.Contains("Debian 12: from the suite trixie", problem.Change, StringComparison.Ordinal);
        File.Delete(library);
    }

    [Fact]
    public void A_recent_runtime_is_no_problem()
    {
        var library = Path.GetTempFileName();
        File.WriteAllText(library, "GLIBCXX_3.4.30 GLIBCXX_3.4.32");
        Assert.Null(CppRuntime.ProblemOf(library));
        File.Delete(library);
    }

    [Theory]
    [InlineData(typeof(DllNotFoundException))]
    [InlineData(typeof(BadImageFormatException))]
    public void A_missing_package_is_named_however_deep_its_exception_is_wrapped(Type thrown)
    {
        var inner = (Exception)Activator.CreateInstance(thrown, "LibTorchSharp")!;
        var wrapped = new TypeInitializationException("TorchSharp.torch", new TargetInvocationException(inner));
        var problem = NativeLibraries.Problem(NativeLibraries.Unwrap(wrapped))!;
        Assert.Contains("was not found or does not load", problem.Message, StringComparison.Ordinal);
        Assert.Contains("TorchSharp-cpu", problem.Change, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_exceptions_are_none_of_its_business() => Assert.Null(NativeLibraries.Problem(new InvalidOperationException("something else")));
}
