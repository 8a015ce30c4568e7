using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace ModelTests.Analyzers.Tests;

/// <summary>What source texts in these tests are compiled against: the assemblies that this process runs on, so that nothing is fetched.</summary>
internal static class SnippetReferences
{
    private static readonly HashSet<string> Own = ["ModelTests.Analyzers", "ModelTests.CodeFixes", "ModelTests.Analyzers.Tests", "ModelTests.Zoo", "ModelTests.Models"];

    private static readonly HashSet<string> Needed =
    [
        "System.Private.CoreLib", "System.Runtime", "System.Collections", "System.Linq", "netstandard",
        "TorchSharp", "ModelTests", "ModelTests.Xunit", "xunit.core", "xunit.abstractions", "xunit.execution.dotnet",
    ];

    /// <summary>The testing library would restore a framework package; it gets an empty one.</summary>
    public static ReferenceAssemblies None { get; } = new("net10.0");

    /// <summary>What whole projects need.</summary>
    public static ImmutableArray<MetadataReference> All { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).StartsWith("Microsoft.", StringComparison.Ordinal) && !Own.Contains(Path.GetFileNameWithoutExtension(path)))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>What a short text needs; more would only take time.</summary>
    public static ImmutableArray<MetadataReference> ForSnippets { get; } =
        [.. All.Where(reference => Needed.Contains(Path.GetFileNameWithoutExtension(reference.Display)!))];

    /// <summary>What the source texts import; an application gets its Main here as well.</summary>
    public static string Usings(OutputKind output) =>
        """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using ModelTests;
        global using TorchSharp;
        global using TorchSharp.Modules;
        global using static TorchSharp.torch;
        global using static TorchSharp.torch.nn;
        global using static TorchSharp.torch.optim;
        """ + (output == OutputKind.ConsoleApplication ? "\ninternal static class EntryPoint { public static void Main() { } }\n" : "\n");
}
