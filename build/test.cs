#!/usr/bin/env dotnet
#:include steps/*.cs
// All tests: repairs the machine if TorchSharp cannot load on it, then restores, builds, checks the format and runs every test project.
return Steps.Run(() =>
{
    NativeRuntime.Repair();
});
