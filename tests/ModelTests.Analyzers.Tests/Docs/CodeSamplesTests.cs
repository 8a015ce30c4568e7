using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ModelTests.Analyzers.Tests;

public class CodeSamplesTests
{
    /// <summary>What samples take from elsewhere: a reader's own repository, and Verify, whose package is not to be had here.</summary>
    private const string OfTheReader =
        """
        public class Net() : Module<Tensor, Tensor>("net") { public override Tensor forward(Tensor input) => input; }

        public static class Photos
        {
            public static Tensor Images => zeros(64, 32, 32, 3, dtype: uint8);
            public static Tensor Labels => zeros(64, dtype: int64);
            public static torch.utils.data.Dataset Training => throw new NotSupportedException();
        }

        public static class Verifier
        {
            public static Task Verify(string target, string extension = "txt") => throw new NotSupportedException(target + extension);
            public static Task Verify(object target) => throw new NotSupportedException(target.ToString());
        }
        """;

    private static readonly string[] WithTestsOfTheirOwn = ["analyzers"];

    [Fact]
    public void Every_code_sample_of_the_docs_compiles_without_a_warning()
    {
        var docs = Path.Combine(RepositoryFolder.Path, "docs");
        var samples = Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories)
            .Where(page => !WithTestsOfTheirOwn.Contains(Path.GetFileName(Path.GetDirectoryName(page))))
            .Select(page => Path.GetRelativePath(RepositoryFolder.Path, page).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)
            .SelectMany(page => CodeSamples.Of(page, File.ReadAllText(Path.Combine(RepositoryFolder.Path, page)).ReplaceLineEndings("\n")))
            .ToList();
        Assert.NotEmpty(samples);

        var options = new CSharpParseOptions(LanguageVersion.Latest);
        var compilation = CSharpCompilation.Create("Samples",
            [.. samples, .. new[] { SnippetReferences.Usings(OutputKind.DynamicallyLinkedLibrary) + "global using System.Threading.Tasks;\nglobal using Xunit;\n", OfTheReader }.Select(text => CSharpSyntaxTree.ParseText(text, options))],
            SnippetReferences.ForSnippets,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var problems = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => (Place: diagnostic.Location.GetMappedLineSpan(), Message: diagnostic.GetMessage()))
            .Select(problem => $"{problem.Place.Path}:{problem.Place.StartLinePosition.Line + 1}: {problem.Message}").ToList();
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
