namespace ModelTests;

/// <summary>
/// Shapes as attributes declare them: sizes separated by commas, tensors by semicolons. N is the number of samples, another name is a size that is the same
/// wherever the name occurs, a number is exactly that, * is any size.
/// </summary>
internal static class DeclaredShape
{
    public const string BatchSymbol = "N";

    public static List<string[]> Parse(string? shapes) => [.. (shapes ?? "").Split(';').Select(shape => shape.Split(',', StringSplitOptions.TrimEntries))];

    /// <summary>The first size that cannot be read; null when all can.</summary>
    public static string? Unreadable(IEnumerable<string[]> shapes) => shapes.SelectMany(shape => shape).FirstOrDefault(size => !IsSize(size));

    /// <summary>How a size differs from what is declared, or from what its name stood for before; null when it does not. Names that are new are added.</summary>
    public static (string Text, bool IsBatchSize)? Difference(string[] declared, IReadOnlyList<long> size, Dictionary<string, long> known)
    {
        if (declared.Length != size.Count)
            return ($"{Figures.Count(size.Count, "dimension")} instead of {declared.Length}", false);
        for (var i = 0; i < declared.Length; i++)
        {
            var symbol = declared[i];
            if (symbol == "*")
                continue;
            if (long.TryParse(symbol, out var exact))
            {
                if (size[i] != exact)
                    return ($"dimension {i} is {size[i]} and not {exact}", false);
            }
            else if (!known.TryAdd(symbol, size[i]) && known[symbol] != size[i])
            {
                return ($"dimension {i} is {size[i]} and {symbol} is {known[symbol]}", symbol == BatchSymbol);
            }
        }
        return null;
    }

    private static bool IsSize(string size) => size == "*" || long.TryParse(size, out _) || (size.Length > 0 && char.IsLetter(size[0]) && size.All(letter => char.IsLetterOrDigit(letter) || letter == '_'));
}
