using System.Globalization;

namespace ModelTests;

/// <summary>Writes numbers for a baseline as JSON, rounded to what is significant, so that noise in the last digits makes no difference in a diff.</summary>
internal static class Significant
{
    /// <summary>One digit more than failures show, so that what is compared is not what was rounded for the eye.</summary>
    private const int UsualDigits = 4;

    /// <summary>A measured spread is itself uncertain by a third at five seeds: its second digit is the last that says anything.</summary>
    private const int DigitsOfSpread = 2;

    private const int MostDigits = 17;

    /// <summary>Rounded to that many significant digits, from 1 to 17. What is not finite becomes a text: "NaN", "+Inf", "-Inf".</summary>
    public static string Of(double value, int digits = UsualDigits) => double.IsFinite(value)
        ? Number(value, digits)
        : double.IsNaN(value) ? "\"NaN\"" : value > 0 ? "\"+Inf\"" : "\"-Inf\"";

    /// <summary>A mean, rounded to the place of its spread's second digit; a spread of 0 says nothing about the mean's digits.</summary>
    public static string Mean(double mean, double spread)
    {
        if (!double.IsFinite(mean) || mean == 0 || !double.IsFinite(spread) || spread == 0)
            return Of(mean);
        return Of(mean, Math.Clamp(Exponent(mean) - Exponent(spread) + DigitsOfSpread, 1, MostDigits));
    }

    /// <summary>A spread, to two digits.</summary>
    public static string Spread(double spread) => Of(spread, DigitsOfSpread);

    private static string Number(double value, int digits)
    {
        if (digits is < 1 or > MostDigits)
            throw new ArgumentOutOfRangeException(nameof(digits), digits, $"give 1 to {MostDigits} significant digits");
        var rounded = double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        // Negative zero is zero.
        return rounded == 0 ? "0" : rounded.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);
    }

    private static int Exponent(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)));
}
