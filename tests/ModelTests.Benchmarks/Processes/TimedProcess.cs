using System.Diagnostics;

namespace ModelTests.Benchmarks;

/// <summary>A whole process, from its start to its end.</summary>
internal static class TimedProcess
{
    /// <summary>Runs it.</summary>
    /// <returns>Its time in seconds, and what it printed.</returns>
    /// <exception cref="StepFailed">It ended with another exit code than 0.</exception>
    public static (double Seconds, string Output) Run(string program, IReadOnlyList<string> arguments, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // One thread of libtorch, whatever the environment says of it.
        start.Environment["MODELTESTS_THREADS"] = "1";
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new StepFailed($"{program} could not be started");
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var seconds = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0 ? (seconds, output)
            : throw new StepFailed($"'{program} {string.Join(' ', arguments)}' failed with this output:\n{output}{errors.Result}");
    }
}
