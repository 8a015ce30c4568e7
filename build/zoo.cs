#!/usr/bin/env dotnet
#:include steps/*.cs
// Runs every check on models with a planted fault, on their healthy parents and on healthy models that look odd; writes artifacts/zoo.json and the tables of docs/zoo.md.
// Arguments go on to the zoo: --seeds 0-4, --controls-seeds 0-49, --only MS01,R1,H03 (writes nothing), --style call|forward|both.
// With --by-hand before them it runs the tests that people write by hand in place of the checks and writes the tables of docs/comparison.md.
return Steps.Run(() =>
{
    NativeRuntime.Repair();
    Shell.Must("dotnet", ["build", "tests/ModelTests.Zoo", "-c", "Release"]);
    return Shell.Run("dotnet", ["run", "--project", "tests/ModelTests.Zoo", "-c", "Release", "--no-build", "--", .. args]);
});
