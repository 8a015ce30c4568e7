using System.Globalization;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Adds to a recipe's failure what is odd about the batch on which it failed: another format than the first batch has, a label out of bounds,
/// a value that is not finite.
/// </summary>
internal static partial class BatchFault
{
    /// <summary>The same failure where nothing is known about the batch, or it is the first and nothing about it is odd.</summary>
    public static FixtureException Explain(FixtureException exception, Batch batch)
    {
        if (batch.Origin is not { } origin || batch.Tensors.Any(tensor => tensor.IsInvalid))
            return exception;
        var format = FormatDifferences(batch, origin).ToList();
        var label = LabelOutOfBounds(batch, exception.Message);
        List<string> odd = [.. format, .. label is null ? Array.Empty<string>() : [label], .. NonFinite(batch)];
        if (odd.Count == 0 && origin.First is null)
            return exception;
        var change = label is not null ? "map the labels to 0, 1, … up to one less than the model has outputs, or tell the loss to ignore that value (ignore_index)"
            : format.Count > 0 ? $"give {origin} the number type and shape of the other batches, where it is read or collated; or make the model and the loss take both"
            : exception.Change;
        return new FixtureException($"{exception.Message} ({origin})", change, [.. odd, .. exception.Where], exception.InnerException) { Reason = exception.Reason };
    }

    private static IEnumerable<string> FormatDifferences(Batch batch, BatchOrigin origin)
    {
        if (origin.First is not { } first || first.Tensors.Any(tensor => tensor.IsInvalid) || batch.HasFormatOf(first))
            yield break;
        if (batch.Inputs.Count != first.Inputs.Count || batch.Targets.Count != first.Targets.Count)
        {
            yield return $"{origin} has {Counts(batch)}; the first batch has {Counts(first)}";
            yield break;
        }
        foreach (var (one, other) in batch.Named().Zip(first.Named()))
        {
            if (Batch.HaveSameFormat(one.Tensor, other.Tensor, one.Dimension))
                continue;
            yield return $"{one.Name} is {Type(one.Tensor)} {Shape.Of(one.Tensor)}; in the first batch it is {Type(other.Tensor)} {Shape.Of(other.Tensor)}";
        }
    }

    private static string Counts(Batch batch) => $"{Figures.Count(batch.Inputs.Count, "input")} and {Figures.Count(batch.Targets.Count, "target")}";

    private static string Type(Tensor tensor) => tensor.dtype.ToString().ToLowerInvariant();

    /// <summary>libtorch names the value; which row has it is told here.</summary>
    private static string? LabelOutOfBounds(Batch batch, string message)
    {
        if (OutOfBounds().Match(message) is not { Success: true } match)
            return null;
        var value = long.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture);
        using var scope = NewDisposeScope();
        foreach (var (target, _, name) in batch.Named().Where(entry => batch.Targets.Contains(entry.Tensor) && entry.Tensor.is_integral()))
        {
            var found = target.eq(value);
            if (found.any().item<bool>())
                return $"{name} is {value} in row {found.reshape(target.shape[0], -1).any(1).to(int64).argmax().item<long>()}";
        }
        return null;
    }

    private static IEnumerable<string> NonFinite(Batch batch) =>
        from entry in batch.Named()
        let found = TensorScan.Find(entry.Tensor)
        where found is not null
        select $"{entry.Name} has {found}";

    [GeneratedRegex(@"\b(?:Target|index) (?<value>-?\d+) is out of bounds")]
    private static partial Regex OutOfBounds();
}
