using System.Xml.Linq;

/// <summary>Runs built test projects and counts their tests from the result files.</summary>
internal static class TestProjects
{
    /// <summary>libtorch gets one thread in each project, so two projects keep two cores busy; more would need more memory than a small machine has.</summary>
    private const int AtOnce = 2;

    /// <summary>What tests compute outside of a check would use a thread for each core, and one that waits for work keeps its core busy.</summary>
    private static readonly Dictionary<string, string> OneThread = new() { ["OMP_NUM_THREADS"] = "1" };

    /// <summary>Prints the output of each project when it has ended, and the counts as the last line; 0 when every test passed, else 1.</summary>
    public static int Of(IEnumerable<string> projects)
    {
        var results = Path.Combine(Repository.Artifacts, "test-results");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        var (passed, failed, skipped) = (0, 0, 0);
        var gate = new Lock();
        // One at a time, as they become free: the projects differ much in length.
        var queue = System.Collections.Concurrent.Partitioner.Create(projects, System.Collections.Concurrent.EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(queue, new ParallelOptions { MaxDegreeOfParallelism = Math.Min(AtOnce, Environment.ProcessorCount) }, project =>
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var output = new List<string>();
            var exit = Shell.Run("dotnet", ["test", project, "-c", "Release", "--no-build", "--logger", $"trx;LogFileName={name}.trx", "--results-directory", results], environment: OneThread, show: output.Add);
            var counts = Counts.Read(Path.Combine(results, $"{name}.trx"));
            lock (gate)
            {
                Console.WriteLine(string.Join('\n', output));
                if (counts is null)
                    Console.WriteLine($"the tests of {name} ended without a result; their output is above");
                passed += counts?.Passed ?? 0;
                // A host that crashes may leave no result file, or one in which nothing failed.
                failed += counts is null || (exit != 0 && counts.Failed == 0) ? 1 : counts.Failed;
                skipped += counts?.Skipped ?? 0;
            }
        });
        if (skipped > 0)
            Console.WriteLine($"{skipped} skipped; each says why above");
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private sealed record Counts(int Passed, int Failed, int Skipped)
    {
        /// <summary>Null when there is no result file.</summary>
        public static Counts? Read(string file)
        {
            if (!File.Exists(file))
                return null;
            var counters = XDocument.Load(file).Descendants().First(element => element.Name.LocalName == "Counters");
            int Counter(string counter) => (int)counters.Attribute(counter)!;
            var failed = Counter("failed") + Counter("error") + Counter("aborted") + Counter("timeout");
            return new Counts(Counter("passed"), failed, Counter("total") - Counter("passed") - failed);
        }
    }
}
