using System.Globalization;

namespace ModelTests.Benchmarks;

/// <summary>How many bare steps each model takes on batches of which size, as text between two processes: "GaussianClassifier 16:300 64:40; …".</summary>
internal static class BareStepCounts
{
    public const string Variable = "MODELTESTS_BARE_STEPS";

    public static string Write(IReadOnlyDictionary<string, IReadOnlyDictionary<long, int>> counts) =>
        string.Join("; ", counts.Select(model => $"{model.Key} {string.Join(' ', model.Value.Select(size => $"{size.Key}:{size.Value}"))}"));

    /// <summary>The sizes of batches of one model, each with a number of steps.</summary>
    public static IEnumerable<(int Size, int Steps)> Read(string text, string model) =>
        text.Split("; ").Select(part => part.Split(' ')).Single(words => words[0] == model).Skip(1)
            .Select(pair => pair.Split(':')).Select(pair => (int.Parse(pair[0], CultureInfo.InvariantCulture), int.Parse(pair[1], CultureInfo.InvariantCulture)));
}
