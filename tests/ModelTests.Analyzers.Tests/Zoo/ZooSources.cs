using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelTests.Analyzers.Tests;

/// <summary>The zoo's sources, healthy and faulty, and what all rules together report on them.</summary>
internal static class ZooSources
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>A partial method without a body: source generators, which write it, do not run here.</summary>
    private const string LeftToGenerators = "CS8795";

    private static readonly string[] Projects = ["ModelTests.Models", "ModelTests.Zoo"];

    private static readonly CSharpCompilation Compilation = Compile();

    private static readonly Lazy<Task<ImmutableArray<Diagnostic>>> Findings = new(Analyze);

    /// <summary>Every rule's findings, those that are off by default left out.</summary>
    public static Task<ImmutableArray<Diagnostic>> FindingsAsync() => Findings.Value;

    /// <summary>The planted faults' calls, such as <c>Case("TS01", …)</c>, with the ids.</summary>
    public static IReadOnlyList<(string Id, InvocationExpressionSyntax Call)> Cases { get; } =
        [.. from tree in Compilation.SyntaxTrees
            where IsCase(tree)
            from call in tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
            where call.Parent is SpreadElementSyntax && call.ArgumentList.Arguments.Count >= 3
            let id = call.ArgumentList.Arguments[0].Expression as LiteralExpressionSyntax
            where id is not null
            select (id.Token.ValueText, call)];

    public static bool IsCase(SyntaxTree tree) => tree.FilePath.Contains("/ModelTests.Zoo/Cases/", StringComparison.Ordinal);

    private static async Task<ImmutableArray<Diagnostic>> Analyze()
    {
        Assert.Empty(Compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != LeftToGenerators));
        var rules = typeof(TorchSharpAnalyzer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !type.IsAbstract)
            .Select(type => (DiagnosticAnalyzer)Activator.CreateInstance(type)!);
        return await Compilation.WithAnalyzers([.. rules]).GetAnalyzerDiagnosticsAsync();
    }

    private static CSharpCompilation Compile()
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var files = Projects
            .SelectMany(project => Directory.EnumerateFiles(Path.Combine(RepositoryFolder.Path, "tests", project), "*.cs", SearchOption.AllDirectories))
            .Select(file => file.Replace('\\', '/'))
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && !file.Contains("/bin/", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        // Under this name ModelTests shows its internals.
        return CSharpCompilation.Create("ModelTests.Zoo",
            [CSharpSyntaxTree.ParseText(ImplicitUsings, options, "Usings.cs"), .. files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))],
            SnippetReferences.All,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
    }
}
