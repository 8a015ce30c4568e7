#!/usr/bin/env dotnet
#:include steps/*.cs
// Writes the generated parts of README.md and docs/ anew: the list of checks, the failures that the pages show, and the samples and outputs of the guides.
return Steps.Run(() =>
{
    NativeRuntime.Repair();
    foreach (var (project, tests) in new[] { ("ModelTests.Tests", "DocsTests"), ("ModelTests.Frameworks.Tests", "DocsTests"), ("ModelTests.Guides.Tests", "SnippetTests") })
    {
        Shell.Must("dotnet", ["test", $"tests/{project}", "--filter", $"FullyQualifiedName~{tests}"],
            environment: new Dictionary<string, string> { ["MODELTESTS_DOCS"] = "update" });
    }
    Console.WriteLine("README.md and docs/ are up to date; look at the difference with git diff");
    return 0;
});
