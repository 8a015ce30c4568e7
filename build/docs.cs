#!/usr/bin/env dotnet
#:include steps/*.cs
// Writes the generated parts of README.md and docs/ anew: the list of checks, the failures that the pages show, and the samples and outputs of the guides.
return Steps.Run(() =>
{
    NativeRuntime.Repair();
    var update = new Dictionary<string, string> { ["MODELTESTS_DOCS"] = "update" };
    Shell.Must("dotnet", ["test", "tests/ModelTests.Tests", "--filter", "FullyQualifiedName~DocsTests"], environment: update);
    Shell.Must("dotnet", ["test", "tests/ModelTests.Guides.Tests", "--filter", "FullyQualifiedName~SnippetTests"], environment: update);
    Console.WriteLine("README.md and docs/ are up to date; look at the difference with git diff");
    return 0;
});
