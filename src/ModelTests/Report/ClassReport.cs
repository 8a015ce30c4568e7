namespace ModelTests;

/// <summary>What one fixture class's run found and measured, as plain values: what a report shows, and what stands in its JSON file.</summary>
/// <param name="Assembly">The test assembly's name.</param>
/// <param name="Class">The fixture's full name.</param>
/// <param name="Model">The model's type.</param>
/// <param name="Written">When, in UTC.</param>
/// <param name="Setting">What reproduces the run; null when the fixture cannot be used at all.</param>
/// <param name="Checks">The checks that were judged, the most fundamental first.</param>
/// <param name="Losses">Every loss curve that was recorded.</param>
/// <param name="Parameters">Gradient and update sizes in a short training.</param>
/// <param name="Activations">What the modules return before and after it.</param>
/// <param name="Dependence">Which sample of a batch changes whose output; null when it could not be measured.</param>
/// <param name="Data">The first training batch.</param>
/// <param name="Notes">What is missing or left out, and why.</param>
internal sealed record ClassReport(
    string Assembly,
    string Class,
    string Model,
    DateTime Written,
    RunSetting? Setting,
    IReadOnlyList<CheckReport> Checks,
    IReadOnlyList<LossCurve> Losses,
    IReadOnlyList<ParameterSizes> Parameters,
    IReadOnlyList<ActivationHistogram> Activations,
    DependenceMap? Dependence,
    IReadOnlyList<TensorPicture> Data,
    IReadOnlyList<string> Notes)
{
    /// <summary>The version of the file's format.</summary>
    public const int Format = 1;

    /// <summary>The class without its namespace.</summary>
    public string Name() => Class[(Class.LastIndexOf('.') + 1)..];

    public IEnumerable<CheckReport> Failures() => Checks.Where(check => check.Outcome == CheckReport.Fails);
}

/// <summary>What reproduces a run.</summary>
/// <param name="Seed">The fixture's seed.</param>
/// <param name="NumberType">The type of the first parameter.</param>
/// <param name="BatchShapes">The inputs of the first training batch.</param>
/// <param name="Environment">Device, libtorch, processor, threads.</param>
internal sealed record RunSetting(int Seed, string NumberType, string BatchShapes, string Environment);
