using System.Text.RegularExpressions;
using Xunit;

namespace ModelTests.Templates.Tests;

/// <summary>All that the templates can create: every task, framework and language, test projects and test classes for models that exist.</summary>
[Collection(CreatedRepositoryCollection.Name)]
public partial class CombinationTests(CreatedRepository created, CreatedCombinations combinations) : IClassFixture<CreatedCombinations>
{
    private const string FillIn = "CreateModel threw NotImplementedException: write your model's type in place of torch.nn.Module<…>, and return a new one here";

    public static IEnumerable<object[]> Repositories =>
        from language in Combinations.Languages from framework in Combinations.Frameworks from task in Combinations.Tasks.Keys select (object[])[language, framework, task];

    public static IEnumerable<object[]> BuiltTasks =>
        from language in Combinations.Languages from framework in Combinations.Frameworks from task in Combinations.BuiltTasks(language, framework) select (object[])[language, framework, task];

    public static IEnumerable<object[]> Tasks =>
        from language in Combinations.Languages from task in Combinations.Tasks.Keys select (object[])[language, task];

    public static IEnumerable<object[]> TestProjects =>
        from language in Combinations.Languages from framework in Combinations.Frameworks select (object[])[language, framework];

    [Fact]
    public void The_created_files_are_those_of_the_committed_list() =>
        Assert.Equal(File.ReadAllLines(Path.Combine(Repository.Root, "tests", "ModelTests.Templates.Tests", "CombinationFiles.txt")), combinations.Files);

    [Fact]
    public void Restoring_and_building_prints_no_warning() =>
        Assert.DoesNotContain(combinations.Run.Output, line => line.Contains(": warning ", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(BuiltTasks))]
    public void All_checks_of_a_created_repository_hold(string language, string framework, string task)
    {
        var (model, checks) = Combinations.Tasks[task];
        AssertHold(checks, combinations.ChecksOf($"{Combinations.Name(language)}.Tests.{model}Tests", Combinations.BuiltRepository(language, framework)));
    }

    /// <summary>Otherwise the checks of a task would not have to hold in a repository of its own.</summary>
    [Theory]
    [MemberData(nameof(Repositories))]
    public void The_files_that_are_no_sources_are_those_of_every_task(string language, string framework, string task)
    {
        var (one, all) = (Shared(task), Shared("classification"));
        Assert.NotEmpty(one);
        Assert.Equal(all, one);

        // Solutions hold identifiers of their own, and READMEs speak of their model.
        SortedDictionary<string, string> Shared(string of) =>
            Texts(language, framework, of, extension => extension is not (".cs" or ".fs" or ".sln" or ".md"), text => text.Replace(Combinations.Tasks[of].Model, "Model", StringComparison.Ordinal));
    }

    /// <summary>Otherwise each task would have to be built in each framework.</summary>
    [Theory]
    [MemberData(nameof(Tasks))]
    public void The_sources_of_a_task_are_the_same_in_every_framework(string language, string task)
    {
        var sources = Combinations.Frameworks.Select(framework => Texts(language, framework, task, extension => extension is ".cs" or ".fs", text => text)).ToList();
        Assert.NotEmpty(sources[0]);
        Assert.All(sources, other => Assert.Equal(sources[0], other));
    }

    [Theory]
    [MemberData(nameof(TestProjects))]
    public void A_test_project_checks_the_existing_model_that_is_named(string language, string framework) =>
        AssertHold(Combinations.Tasks["classification"].Checks, ChecksOf("DigitNetTests", language, framework, named: true));

    [Theory]
    [MemberData(nameof(TestProjects))]
    public void A_test_project_without_a_models_name_says_what_to_fill_in(string language, string framework) =>
        AssertSayWhatToFillIn(ChecksOf("ImageClassifierTests", language, framework, named: false));

    [Theory]
    [InlineData("csharp")]
    [InlineData("fsharp")]
    public void A_test_class_that_is_added_checks_the_model_that_is_named(string language) =>
        AssertHold(Combinations.Tasks["classification"].Checks, ChecksOf("AddedTests", language, "xunit", named: true));

    [Theory]
    [InlineData("csharp")]
    [InlineData("fsharp")]
    public void A_test_class_that_is_added_without_a_models_name_says_what_to_fill_in(string language) =>
        AssertSayWhatToFillIn(ChecksOf("AddedTests", language, "xunit", named: false));

    [Theory]
    [MemberData(nameof(Repositories))]
    public void The_created_readme_names_the_model_and_its_project(string language, string framework, string task)
    {
        var readme = File.ReadAllText(Path.Combine(combinations.Root, Combinations.Repository(language, framework, task), Combinations.Name(language), "README.md"));
        Assert.Contains($"`{Combinations.Tasks[task].Model}`", readme, StringComparison.Ordinal);
        Assert.Contains($"`src/{Combinations.Name(language)}`", readme, StringComparison.Ordinal);
    }

    [Fact]
    public void No_placeholder_is_left_in_any_file() =>
        Assert.All(combinations.Files, file => Assert.DoesNotMatch(Placeholder(), File.ReadAllText(Path.Combine(combinations.Root, file))));

    [Fact]
    public void A_test_class_has_the_namespace_of_the_project_that_it_is_added_to()
    {
        var folder = created.Trial.New(Path.Combine(created.Folder, "tests", "DigitNet.Tests", "Segmentation"), "modeltests-class", "-n", "SegmenterTests", "--task", "segmentation");
        Assert.Contains("namespace DigitNet.Tests;", File.ReadAllText(Path.Combine(folder, "SegmenterTests.cs")), StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void A_task_that_does_not_exist_is_refused()
    {
        var refused = Assert.Throws<StepFailed>(() => created.Trial.New("refused", "modeltests", "-n", "DigitNet", "--task", "clustering"));
        Assert.Contains("'clustering' is not a valid value for --task", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_its_project_is_refused()
    {
        var refused = Assert.Throws<StepFailed>(() => created.Trial.New("refused", "modeltests", "-n", "DigitNet.Tests", "--model", "DigitNet.Classifier"));
        Assert.Contains("--model-project", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_with_dash_and_dot_becomes_a_valid_namespace_in_fsharp_too()
    {
        var repository = Path.Combine(created.Trial.New("dashes", "modeltests", "-n", "Digit-Net.2", "-lang", "F#", "--task", "sequence"), "Digit-Net.2");
        Assert.StartsWith("namespace Digit_Net._2", File.ReadAllText(Path.Combine(repository, "src", "Digit-Net.2", "SequenceClassifier.fs")), StringComparison.Ordinal);
        Assert.Contains("open Digit_Net._2", File.ReadAllText(Path.Combine(repository, "tests", "Digit-Net.2.Tests", "SequenceClassifierTests.fs")), StringComparison.Ordinal);
    }

    /// <summary>What the files of some kinds hold, by their names.</summary>
    private SortedDictionary<string, string> Texts(string language, string framework, string task, Func<string, bool> isOfKind, Func<string, string> change)
    {
        var repository = Path.Combine(combinations.Root, Combinations.Repository(language, framework, task));
        return new(CreatedRepository.FilesOf(repository).Where(file => isOfKind(Path.GetExtension(file)))
            .ToDictionary(file => file, file => change(File.ReadAllText(Path.Combine(repository, file)))), StringComparer.Ordinal);
    }

    private CheckResult[] ChecksOf(string testClass, string language, string framework, bool named) =>
        combinations.ChecksOf($"{Combinations.TestProjectName(language, named)}.{testClass}", Combinations.TestProject(language, framework, named));

    private void AssertHold(IEnumerable<string> names, CheckResult[] checks)
    {
        Assert.True(checks.Length > 0, string.Join('\n', combinations.Run.Output));
        Assert.Equal(names, checks.Select(check => check.Name));
        Assert.All(checks, check => Assert.Equal("holds", check.Outcome));
    }

    private void AssertSayWhatToFillIn(CheckResult[] checks)
    {
        Assert.True(checks.Length > 0, string.Join('\n', combinations.Run.Output));
        Assert.All(checks, check => Assert.Equal("fails", check.Outcome));
        Assert.All(checks, check => Assert.Contains(FillIn, check.Text, StringComparison.Ordinal));
    }

    [GeneratedRegex("ModelRepo|TestedModel|MODELTESTS_VERSION|=\"{")]
    private static partial Regex Placeholder();
}
