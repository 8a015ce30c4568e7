using System.Globalization;

namespace ModelTests;

/// <summary>Writes figures as failures show them: at most three significant digits, a unit, the invariant culture.</summary>
internal static class Figures
{
    public static string Of(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value > 0 ? "+Inf" : "-Inf";
        var magnitude = Math.Abs(value);
        if (value != 0 && (magnitude >= 1e5 || magnitude < 1e-3))
            return value.ToString("0.##e+0", CultureInfo.InvariantCulture).Replace("e+", "e", StringComparison.Ordinal);
        var unit = value == 0 ? 1 : (decimal)Math.Pow(10, Math.Floor(Math.Log10(magnitude)) - 2);
        return (Math.Round((decimal)value / unit) * unit).ToString("0.#####", CultureInfo.InvariantCulture);
    }

    public static string Of(TimeSpan time) =>
        time.TotalSeconds < 120 ? $"{Of(time.TotalSeconds)} s" : $"{Of(time.TotalMinutes)} min";

    public static string Percent(double share) => $"{Of(100 * share)} %";

    /// <summary>"1 parameter", "3 parameters"; a word that ends otherwise is given whole.</summary>
    public static string Count(long count, string one, string? many = null) => $"{count} {(count == 1 ? one : many ?? one + "s")}";
}
