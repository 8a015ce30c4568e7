namespace ModelTests.Templates.Tests;

/// <summary>The ways to call the templates, each with the folder that it is called in.</summary>
internal static class Combinations
{
    /// <summary>The folder of what is built and tested.</summary>
    public const string Built = "built";

    public static readonly string[] Languages = ["csharp", "fsharp"];
    public static readonly string[] Frameworks = ["xunit", "xunit.v3"];

    /// <summary>Each task with its model and the checks that its test class asks for, in the order of their names.</summary>
    public static readonly IReadOnlyDictionary<string, (string Model, string[] Checks)> Tasks = new Dictionary<string, (string, string[])>
    {
        ["classification"] = ("ImageClassifier", ["NoNonFinite", "OverfitsSingleBatch", "WeightsUpdate"]),
        ["regression"] = ("Regressor", ["NoNonFinite", "OutputsReachTargets", "OverfitsSingleBatch", "WeightsUpdate"]),
        ["segmentation"] = ("Segmenter", ["NoNonFinite", "OutputShape", "OverfitsSingleBatch", "WeightsUpdate"]),
        ["detection"] = ("Detector", ["NoNonFinite", "OutputShape", "OverfitsSingleBatch", "WeightsUpdate"]),
        ["language-model"] = ("LanguageModel", ["Causal", "NoNonFinite", "OverfitsSingleBatch", "WeightsUpdate"]),
        ["sequence"] = ("SequenceClassifier", ["IgnoresPadding", "NoNonFinite", "OverfitsSingleBatch", "WeightsUpdate"]),
    };

    /// <summary>Whole repositories: every task, framework and language.</summary>
    public static IEnumerable<(string Folder, string[] Arguments)> Repositories =>
        from language in Languages
        from framework in Frameworks
        from task in Tasks.Keys
        select (Repository(language, framework, task), (string[])["modeltests", "-n", Name(language), "--framework", framework, "--task", task, "-lang", Option(language)]);

    /// <summary>Test projects for an existing model, whose type is named or left to be filled in.</summary>
    public static IEnumerable<(string Folder, string[] Arguments)> TestProjects =>
        from language in Languages
        from framework in Frameworks
        from named in (bool[])[true, false]
        select (TestProject(language, framework, named), (string[])["modeltests", "-n", TestProjectName(language, named), "--framework", framework, "-lang", Option(language),
            "--model-project", "../../../Existing/Existing.csproj", .. named ? (string[])["--model", ExistingModel.Type] : []]);

    /// <summary>Test classes that are added to some of those test projects.</summary>
    public static IEnumerable<(string Folder, string[] Arguments)> TestClasses =>
        from language in Languages
        from named in (bool[])[true, false]
        select ($"{TestProject(language, "xunit", named)}/{TestProjectName(language, named)}", (string[])["modeltests-class", "-n", "AddedTests", "-lang", Option(language), .. named ? (string[])["--model", ExistingModel.Type] : []]);

    public static string Repository(string language, string framework, string task) => $"repositories/{language}/{framework}/{task}";

    /// <summary>The repository that holds the built tasks.</summary>
    public static string BuiltRepository(string language, string framework) => $"{Built}/{language}/{framework}";

    /// <summary>Every task in one framework of each language; their sources are the same in the other, where one task stands for all.</summary>
    public static IEnumerable<string> BuiltTasks(string language, string framework) =>
        (language, framework) is ("csharp", "xunit") or ("fsharp", "xunit.v3") ? Tasks.Keys : ["classification"];

    public static string TestProject(string language, string framework, bool named) => $"{Built}/existing/{framework}/{language}/{(named ? "named" : "left-out")}";

    /// <summary>Of the created repositories. VSTest tells tests apart by the names of assembly, class and method, so each language has another.</summary>
    public static string Name(string language) => language == "csharp" ? "CSharpNet" : "FSharpNet";

    public static string TestProjectName(string language, bool named) => $"{Name(language)}.{(named ? "Named" : "LeftOut")}.Tests";

    private static string Option(string language) => language == "csharp" ? "C#" : "F#";
}
