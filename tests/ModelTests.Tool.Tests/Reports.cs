namespace ModelTests.Tool.Tests;

/// <summary>Reports as test runs write them.</summary>
internal static class Reports
{
    public const string Nasty = "<script>alert(1)</script> & \"quotes\" | pipe \u0001 \ud800";

    public static CheckReport Check(string name, string outcome = CheckReport.Holds, string headline = "8 parameters moved", string? rootCause = null, params string[] explains) =>
        new(name, $"The claim of {name}.", outcome, headline, outcome == CheckReport.Fails ? [new Finding("fc2.weight", "[10, 3]", "no gradient")] : [], 0,
            outcome == CheckReport.Fails ? "fc2 is registered but forward() does not use it" : null, outcome == CheckReport.Fails ? "use fc2 in forward" : null, null, $"docs/checks/{name}.md", rootCause, explains);

    /// <summary>One class with everything that a report can have.</summary>
    public static ClassReport Full(string @class = "Digits.Tests.DigitTests", params IReadOnlyList<CheckReport> checks) => new("Digits.Tests", @class, "DigitNet", new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc),
        new RunSetting(42, "float32", "[32, 1, 28, 28]", "cpu, libtorch 2.10"),
        checks.Count > 0 ? checks : [Check("NoNonFinite")],
        [LossCurve.Of("a single batch of 16 samples", [2, 1, 0.5, 0.01], 2.3, 0), LossCurve.Of("20 training steps", [1, double.NaN, double.PositiveInfinity]), LossCurve.Of("nothing", [double.NaN])],
        [.. Enumerable.Range(1, 12).Select(layer => new ParameterSizes($"fc{layer}.weight", [10, 3], [0.1, 0.2, 0], [null, 1e-9 * layer, double.NaN], [0, 1e-3, 1]))],
        [new ActivationHistogram("fc1", "Linear", -1, 1, [.. Enumerable.Range(0, 32).Select(i => (long)i)], new long[32], 0.25, 2), new ActivationHistogram("", "DigitNet", 0, 1, new long[32], new long[32], 0, 0)],
        new DependenceMap([[1, 0.5], [0, double.PositiveInfinity]]),
        [
            new TensorPicture("the input", [32, 3, 2, 2], "float32", 0, 1, 0.5, 0.25, 0, [new SamplePicture([], new ImagePicture(2, 2, 3, [255, 0, 0, 0, 255, 0, 0, 0, 255, 9, 9, 9]))]),
            new TensorPicture("the target", [32], "int64", null, null, null, null, 3, [new SamplePicture([1, double.NaN], null)]),
        ],
        ["nothing is left out"]);

    /// <summary>A class whose model could not be run.</summary>
    public static ClassReport Bare(string @class, params IReadOnlyList<CheckReport> checks) => new("Digits.Tests", @class, "", new DateTime(2026, 3, 4, 5, 6, 7, DateTimeKind.Utc), null, checks, [], [], [], null, [], []);
}
