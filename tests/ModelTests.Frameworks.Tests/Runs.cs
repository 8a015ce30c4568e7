using System.Collections.Concurrent;

namespace ModelTests.Frameworks.Tests;

/// <summary>The samples of a framework are run once for all tests that look at them.</summary>
internal static class Runs
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyDictionary<string, SampleResult>>> Done = new();

    public static IReadOnlyDictionary<string, SampleResult> Of(string samples) => Done.GetOrAdd(samples, name => new(() => new SampleAssembly(name).Run())).Value;
}
