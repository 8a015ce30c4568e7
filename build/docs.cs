#!/usr/bin/env dotnet
#:include steps/*.cs
// Writes the generated parts of README.md and docs/ anew: the list of checks, and the failures and the code that the pages show.
return Steps.Run(() =>
{
    NativeRuntime.Repair();
    foreach (var project in (string[])["tests/ModelTests.Tests", "tests/ModelTests.Frameworks.Tests"])
    {
        Shell.Must("dotnet", ["test", project, "--filter", "FullyQualifiedName~DocsTests"],
            environment: new Dictionary<string, string> { ["MODELTESTS_DOCS"] = "update" });
    }
    Console.WriteLine("README.md and docs/ are up to date; look at the difference with git diff");
    return 0;
});
