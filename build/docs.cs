#!/usr/bin/env dotnet
#:include steps/*.cs
// Writes the generated parts of README.md and docs/ anew: the list of checks and the failures that the pages show.
return Steps.Run(() =>
{
    NativeRuntime.Repair();
    Shell.Must("dotnet", ["test", "tests/ModelTests.Tests", "--filter", "FullyQualifiedName~DocsTests"],
        environment: new Dictionary<string, string> { ["MODELTESTS_DOCS"] = "update" });
    Console.WriteLine("README.md and docs/ are up to date; look at the difference with git diff");
    return 0;
});
