using Xunit;

namespace ModelTests.Xunit.Tests;

/// <summary>One run of the sample test classes, for all tests that look at it.</summary>
public sealed class SampleRun
{
    /// <summary>The collection of the test classes that look at one run.</summary>
    public const string Once = "a run of the samples";

    private static readonly string Tests = typeof(SampleRun).Assembly.GetName().Name!;

    /// <summary>The samples for the xUnit version that these tests are compiled for.</summary>
    public static readonly string Assembly = $"{Tests[..^nameof(Tests).Length]}Samples";

    /// <summary>What one of the checks that hold says a person should look at.</summary>
    public const string Warning = "16 validation samples equal training samples, first batch 0, row 0: see that they were measured twice and not copied";

    public static readonly SampleAssembly Samples = new(Assembly);

    public SampleRun() => Results = Samples.Run(reports: Reports);

    public IReadOnlyDictionary<string, SampleResult> Results { get; }

    /// <summary>The reports that the run left: their texts by the names of the files.</summary>
    public Dictionary<string, string> Reports { get; } = [];
}

[CollectionDefinition(SampleRun.Once)]
public sealed class SharedSampleRun : ICollectionFixture<SampleRun>;
