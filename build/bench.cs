#!/usr/bin/env dotnet
#:include steps/*.cs
// Measures what the checks cost over the same work without them; writes artifacts/speed.json and the tables of docs/speed.md. Wants a machine that does nothing else.
// Arguments go on to the benchmarks: --only training,steps (writes nothing), --quick (writes nothing).
return Steps.Run(() =>
{
    NativeRuntime.Repair();
    Shell.Must("dotnet", ["build", "tests/ModelTests.Benchmarks", "-c", "Release"]);
    // One project for each kind of process: the folder of its tests, or Plain for one test without the library.
    foreach (var contents in (string[])["Plain", "OneFact", "Facts", "Checks"])
        Shell.Must("dotnet", ["build", "tests/ModelTests.Benchmarks.Xunit", "-c", "Release", $"-p:Contents={contents}"]);
    foreach (var contents in (string[])["Plain", "OneFact", "Facts", "Checks", "Battery"])
        Shell.Must("dotnet", ["build", "tests/ModelTests.Benchmarks.Xunit.v3", "-c", "Release", $"-p:Contents={contents}"]);
    // The compiler process would wait for work beside the measurements.
    Shell.Run("dotnet", ["build-server", "shutdown", "--vbcscompiler"], show: _ => { });
    return Shell.Run("dotnet", ["run", "--project", "tests/ModelTests.Benchmarks", "-c", "Release", "--no-build", "--", .. args]);
});
