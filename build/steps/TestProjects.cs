using System.Xml.Linq;

/// <summary>Runs built test projects one after the other and counts their tests from the result files.</summary>
internal static class TestProjects
{
    /// <summary>Prints the counts as the last line; 0 when every test passed, else 1.</summary>
    public static int Of(IEnumerable<string> projects)
    {
        var results = Path.Combine(Repository.Artifacts, "test-results");
        if (Directory.Exists(results))
            Directory.Delete(results, recursive: true);
        var (passed, failed, skipped) = (0, 0, 0);
        foreach (var project in projects)
        {
            var name = Path.GetFileNameWithoutExtension(project);
            var exit = Shell.Run("dotnet", ["test", project, "--no-build", "--logger", $"trx;LogFileName={name}.trx", "--results-directory", results]);
            var file = Path.Combine(results, $"{name}.trx");
            if (!File.Exists(file))
                throw new StepFailed($"the tests of {name} ended without a result; their output is above");
            var counters = XDocument.Load(file).Descendants().First(element => element.Name.LocalName == "Counters");
            int Counter(string counter) => (int)counters.Attribute(counter)!;
            var failedHere = Counter("failed") + Counter("error") + Counter("aborted") + Counter("timeout");
            passed += Counter("passed");
            // A host that crashes may leave a result file in which nothing failed.
            failed += exit != 0 && failedHere == 0 ? 1 : failedHere;
            skipped += Counter("total") - Counter("passed") - failedHere;
        }
        if (skipped > 0)
            Console.WriteLine($"{skipped} skipped; each says why above");
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 && passed > 0 ? 0 : 1;
    }
}
