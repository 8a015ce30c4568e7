using System.Text.RegularExpressions;

namespace ModelTests.Zoo;

/// <summary>What docs/zoo.md records of the checks' own run on the same zoo.</summary>
/// <param name="Detected">Cases that they detect.</param>
/// <param name="Cases">Cases that there are.</param>
/// <param name="AmongThree">Cases whose culprit is among the first three findings.</param>
/// <param name="First">Cases whose culprit is the first finding.</param>
/// <param name="Accusations">False accusations.</param>
/// <param name="Healthy">Parents and controls run.</param>
/// <param name="FirstFailure">The check that found each case, by the case's id; empty where none did.</param>
internal sealed partial record ZooPage(int Detected, int Cases, int AmongThree, int First, int Accusations, int Healthy, IReadOnlyDictionary<string, string> FirstFailure)
{
    public static ZooPage Read()
    {
        var text = File.ReadAllText(Path.Combine(GeneratedPart.Root, "docs", "zoo.md"));
        var (totals, accusations) = (Totals().Match(text), FalseAccusations().Match(text));
        if (!totals.Success || !accusations.Success)
            throw new InvalidOperationException("docs/zoo.md lacks its totals; run build/zoo.cs without arguments first");
        return new ZooPage(Number(totals, 1), Number(totals, 2), Number(totals, 3), Number(totals, 4), Number(accusations, 1), Number(accusations, 2),
            Rows().Matches(text).ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value == "yes" ? row.Groups[3].Value : ""));
    }

    private static int Number(Match match, int group) => int.Parse(match.Groups[group].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^  all +(\d+) of +(\d+) detected, +(\d+) L2, +(\d+) L3", RegexOptions.Multiline)]
    private static partial Regex Totals();

    [GeneratedRegex(@"^False accusations: (\d+); (\d+) parents and controls run", RegexOptions.Multiline)]
    private static partial Regex FalseAccusations();

    [GeneratedRegex(@"^\| (\w+) \| call \| [^|]* \| (\w+) \| L\d \| (\w*) \|", RegexOptions.Multiline)]
    private static partial Regex Rows();
}
