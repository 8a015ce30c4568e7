#!/usr/bin/env dotnet
#:include steps/*.cs
// Trains a small model, twelve refactorings of it and ten changes that harm it, and measures how [MatchesBaseline] judges them; writes artifacts/baselines.json and the tables of docs/baselines.md.
// Arguments go on to the program: --seeds 100 (trainings of each variant), --again (keep the trainings of the last run and judge them anew).
return Steps.Run(() =>
{
    NativeRuntime.Repair();
    Shell.Must("dotnet", ["build", "tests/ModelTests.Refactorings", "-c", "Release"]);
    return Shell.Run("dotnet", ["run", "--project", "tests/ModelTests.Refactorings", "-c", "Release", "--no-build", "--", .. args]);
});
