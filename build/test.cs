#!/usr/bin/env dotnet
#:include steps/*.cs
// All tests: repairs the machine if TorchSharp cannot load on it, then restores, builds with warnings as errors,
// checks the format and runs every test project. The last line is "N passed, N failed".
return Steps.Run(() =>
{
    NativeRuntime.Repair();
    Console.WriteLine("Building with warnings as errors and checking the format:");
    Shell.Must("dotnet", ["restore", "ModelTests.sln", "-warnaserror"]);
    Shell.Must("dotnet", ["build", "ModelTests.sln", "--no-restore", "-warnaserror"]);
    // The build has the style and the analyzers as errors already; what is left to see is whitespace.
    Shell.Must("dotnet", ["format", "whitespace", "ModelTests.sln", "--no-restore", "--verify-no-changes"]);
    Console.WriteLine("Running every test project, the longest first:");
    return TestProjects.Of(Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.Tests.csproj", SearchOption.AllDirectories)
        .OrderBy(project => Path.GetFileName(project) != "ModelTests.Tests.csproj").ThenBy(project => project, StringComparer.Ordinal));
});
