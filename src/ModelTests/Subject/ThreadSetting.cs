using System.Globalization;

namespace ModelTests;

/// <summary>
/// How many threads libtorch may use for one operation. One by default: small models run no slower, and on a busy 2-core machine 4 to 10
/// times faster, and results repeat bit by bit only at the same number. MODELTESTS_THREADS sets another.
/// </summary>
internal static class ThreadSetting
{
    public const string Variable = "MODELTESTS_THREADS";

    public static int Value => Parse(Environment.GetEnvironmentVariable(Variable));

    internal static int Parse(string? text) => string.IsNullOrWhiteSpace(text) ? 1
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) && threads > 0 ? threads
        : throw new FixtureException($"{Variable} is \"{text}\", and it takes a whole number from 1", $"set {Variable}=1 or remove it");
}
