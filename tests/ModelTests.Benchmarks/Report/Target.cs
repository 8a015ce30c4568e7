using System.Globalization;

namespace ModelTests.Benchmarks;

/// <summary>What a figure may be at most, and how it is written.</summary>
/// <param name="Most">Null for a figure that only explains another.</param>
/// <param name="Unit">× for a ratio; else what is counted.</param>
/// <param name="Digits">After the point.</param>
internal sealed record Target(double? Most, string Unit, int Digits)
{
    public static Target Ratio(double? most) => new(most, "×", 2);

    public string Written(double value) => $"{value.ToString($"F{Digits}", CultureInfo.InvariantCulture)}{(Unit == "×" ? "" : " ")}{Unit}";

    public override string ToString() => Most is { } most ? $"at most {Written(most)}" : "";
}
