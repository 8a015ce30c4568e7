#!/usr/bin/env dotnet
#:include steps/*.cs
// All tests: repairs the machine if TorchSharp cannot load on it, then restores, builds with warnings as errors,
// checks the format and runs every test project. The last line is "N passed, N failed".
return Steps.Run(() =>
{
    NativeRuntime.Repair();
    Console.WriteLine("Building with warnings as errors and checking the format:");
    Shell.Must("dotnet", ["restore", "ModelTests.sln", "-warnaserror"]);
    // As it is packed: what users get is what is tested.
    Shell.Must("dotnet", ["build", "ModelTests.sln", "-c", "Release", "--no-restore", "-warnaserror"]);
    // The build has the style and the analyzers as errors already; what is left to see is whitespace, and for that no project need be loaded.
    Shell.Must("dotnet", ["format", "whitespace", ".", "--folder", "--exclude", "artifacts", "--verify-no-changes"]);
    Console.WriteLine("Running every test project, the longest first:");
    // Of minutes each; those that follow fill what is left of the time.
    string[] longest = ["ModelTests.Tests", "ModelTests.Templates.Tests", "ModelTests.Zoo.Tests", "ModelTests.Synthetic.Tests"];
    var result = TestProjects.Of(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
        .OrderBy(project => Array.IndexOf(longest, Path.GetFileNameWithoutExtension(project)) is >= 0 and var place ? place : longest.Length)
        .ThenBy(project => project, StringComparer.Ordinal));
    // The compiler process would wait for work for ten minutes more.
    Shell.Run("dotnet", ["build-server", "shutdown", "--vbcscompiler"], show: _ => { });
    return result;
});
