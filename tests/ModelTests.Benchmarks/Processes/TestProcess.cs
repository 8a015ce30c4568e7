namespace ModelTests.Benchmarks;

/// <summary>A built test project, run as people run it: xUnit v2 by VSTest, xUnit v3 as its own program.</summary>
/// <param name="version">The version of xUnit: 2 or 3.</param>
/// <param name="contents">What was built into it; build/bench.cs lists them.</param>
internal sealed class TestProcess(int version, string contents)
{
    /// <summary>The versions of xUnit that there is an adapter for.</summary>
    public static IReadOnlyList<int> Versions { get; } = [2, 3];

    private string Project => version == 2 ? "ModelTests.Benchmarks.Xunit" : "ModelTests.Benchmarks.Xunit.v3";

    private string Assembly
    {
        get
        {
            var folder = Path.Combine(Repository.Root, "tests", Project, "bin", contents, "Release");
            return Directory.Exists(folder) ? Directory.GetFiles(folder, $"{Project}.dll", SearchOption.AllDirectories).Single()
                : throw new StepFailed($"{Project} is not built with -p:Contents={contents}; dotnet run build/bench.cs does that");
        }
    }

    /// <summary>Runs its tests, all of which must pass.</summary>
    /// <returns>The time of the process in seconds.</returns>
    public double Run() => version == 2 ? TimedProcess.Run("dotnet", ["vstest", Assembly]).Seconds : RunClass("*", new Dictionary<string, string>());

    /// <summary>Runs the tests of some classes of an xUnit v3 project.</summary>
    /// <param name="classes">Their full names; a star at the end stands for any rest.</param>
    /// <param name="environment">What the process is told.</param>
    public double RunClass(string classes, IReadOnlyDictionary<string, string> environment) =>
        TimedProcess.Run("dotnet", [Assembly, "-noLogo", "-class", classes], environment).Seconds;
}
