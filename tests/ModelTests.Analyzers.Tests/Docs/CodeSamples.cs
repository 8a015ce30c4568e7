using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ModelTests.Analyzers.Tests;

/// <summary>The C# samples of a page as source texts that compile: classes as they are; attributes, members and statements as parts of a fixture.</summary>
internal static partial class CodeSamples
{
    private const string CreateModel = "public override Net CreateModel() => new();";
    private const string CreateData = "public override ModelData CreateData() => Synthetic.GaussianClasses();";

    private static readonly CSharpParseOptions Options = new(LanguageVersion.Latest);

    /// <param name="page">The page's path below the repository; errors name it.</param>
    /// <param name="text">The page.</param>
    public static IEnumerable<SyntaxTree> Of(string page, string text) =>
        Sample().Matches(text).Select((sample, number) => Tree(sample.Groups[1].Value, page, Line(text, sample.Groups[1].Index), number));

    /// <summary>In a namespace of its own, because several pages name their classes alike.</summary>
    private static SyntaxTree Tree(string sample, string page, int line, int number) =>
        CSharpSyntaxTree.ParseText($"namespace {NotInNames().Replace(page, "_")}_{number} {{ {Code(sample, page, line)} }}", Options, page);

    private static string Code(string sample, string page, int line)
    {
        var lines = sample.Split('\n');
        if (lines.All(text => text.Length == 0 || text.StartsWith('[')))
            return string.Concat(lines.Select((attributes, i) => attributes.Length == 0 ? "" : At(attributes, page, line + i) + $"public class Fixture{i} : ModelFixture<Net> {{ {CreateModel} {CreateData} }}"));
        var members = Parse(sample).Members;
        if (IsSound(sample) && members.All(member => member is BaseTypeDeclarationSyntax))
            return At(sample, page, line) + string.Concat(members.SelectMany(type => type.ChildNodes().OfType<MethodDeclarationSyntax>()).Where(method => method.Identifier.Text == "CreateModel").Select(ModelOf));
        return Fixture(IsSound($"class Fixture {{ {sample} }}") ? At(sample, page, line) : $"public void Sample() {{ {At(sample, page, line)} }}");
    }

    private static string At(string sample, string page, int line) => $"\n#line {line} \"{page}\"\n{sample}\n#line default\n";

    /// <summary>With the recipes that every fixture needs, unless the sample has them.</summary>
    private static string Fixture(string members)
    {
        var missing = new[] { CreateModel, CreateData }.Where(recipe => !members.Contains(recipe[..recipe.IndexOf(')', StringComparison.Ordinal)], StringComparison.Ordinal));
        return $"public class Fixture : ModelFixture<Net> {{ {members} {string.Concat(missing)} }}";
    }

    /// <summary>The model that a fixture creates, which samples do not show: a class with the arguments that it is given.</summary>
    private static string ModelOf(MethodDeclarationSyntax createModel)
    {
        var arguments = createModel.DescendantNodes().OfType<ArgumentSyntax>().Select(argument => $"object {argument.NameColon?.Name}");
        return $"public class {createModel.ReturnType} : Net {{ public {createModel.ReturnType}({string.Join(", ", arguments)}) {{ }} }}\n";
    }

    private static bool IsSound(string code) => !Parse(code).ContainsDiagnostics;

    private static CompilationUnitSyntax Parse(string code) => SyntaxFactory.ParseCompilationUnit(code, options: Options);

    private static int Line(string text, int index) => text.AsSpan(0, index).Count('\n') + 1;

    /// <summary>A block under a mark is a copy of a source that a project compiles; other tests compare the two.</summary>
    [GeneratedRegex("(?<!-->\n)```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Sample();

    [GeneratedRegex("[^a-z0-9]")]
    private static partial Regex NotInNames();
}
