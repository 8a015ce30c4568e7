using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// A tensor in a few figures that people can read and that change when values change, move or swap: mean, root mean square, and two sums of the values
/// with random signs, divided by the root of their number, so that they are as large as a value.
/// </summary>
/// <param name="Size">The shape.</param>
/// <param name="Type">The number type, such as "float32".</param>
/// <param name="Mean">The mean.</param>
/// <param name="Rms">The root mean square.</param>
/// <param name="First">The first sum.</param>
/// <param name="Second">The second sum.</param>
/// <param name="Masked">How many values are infinite or as large as those that mask logits; they are left out of the figures.</param>
/// <param name="NotANumber">How many values are NaN; they are left out as well.</param>
internal sealed record TensorSketch(IReadOnlyList<long> Size, string Type, double Mean, double Rms, double First, double Second, long Masked, long NotANumber)
{
    /// <summary>Masks of -1e9 would drown the logits beside them.</summary>
    private const double MaskSize = 1e8;

    public static TensorSketch Of(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var dense = tensor.is_sparse ? tensor.to_dense() : tensor.detach();
        var plain = (dense.is_complex() ? view_as_real(dense.resolve_conj()) : dense).to(float64).cpu().contiguous();
        var values = MemoryMarshal.Cast<byte, double>(plain.NumberOfElements == 0 ? [] : plain.bytes);
        var (sum, squares, first, second) = (0.0, 0.0, 0.0, 0.0);
        var (masked, nan) = (0L, 0L);
        for (var i = 0; i < values.Length; i++)
        {
            var value = values[i];
            if (!(Math.Abs(value) < MaskSize))
            {
                if (double.IsNaN(value))
                    nan++;
                else
                    masked++;
                continue;
            }
            var bits = IndexNoise.Bits(0, i);
            sum += value;
            squares += value * value;
            first += (bits & 1) == 0 ? value : -value;
            second += (bits & 2) == 0 ? value : -value;
        }
        var count = Math.Max(1, values.Length);
        var root = Math.Sqrt(count);
        return new TensorSketch(tensor.shape, tensor.dtype.ToString().ToLowerInvariant(), sum / count, Math.Sqrt(squares / count), first / root, second / root, masked, nan);
    }

    /// <summary>
    /// The largest change of a figure as a share of the root mean square; infinite where shapes or types differ or where a value became or stopped being NaN or a mask.
    /// </summary>
    /// <param name="other">What it is compared with.</param>
    /// <param name="leastScale">Smaller tensors than that are nothing but rounding.</param>
    public double Change(TensorSketch other, double leastScale = 0)
    {
        if (!Size.SequenceEqual(other.Size) || IsFloating != other.IsFloating || Masked != other.Masked || NotANumber != other.NotANumber)
            return double.PositiveInfinity;
        double[] changes = [Mean - other.Mean, Rms - other.Rms, First - other.First, Second - other.Second];
        var largest = changes.Max(Math.Abs);
        return largest == 0 ? 0 : largest / Math.Max(leastScale, Math.Max(Rms, other.Rms));
    }

    /// <summary>"rms 0.51, was 0.42", or what else there is to say about the change from another one to this one.</summary>
    public string ChangeFrom(TensorSketch before)
    {
        if (!Size.SequenceEqual(before.Size))
            return $"shape {Shape.OfSizes(Size)}, was {Shape.OfSizes(before.Size)}";
        if (IsFloating != before.IsFloating)
            return $"{Type}, was {before.Type}";
        if (NotANumber != before.NotANumber)
            return $"{Figures.Count(NotANumber, "value")} NaN, was {before.NotANumber}";
        if (Masked != before.Masked)
            return $"{Figures.Count(Masked, "value")} masked or infinite, was {before.Masked}";
        var change = $"differs by {Figures.Percent(Change(before))} of its size";
        return Figures.Of(Rms) == Figures.Of(before.Rms) ? change : $"{change}: rms {Figures.Of(Rms)}, was {Figures.Of(before.Rms)}";
    }

    /// <summary>One JSON object on one line, rounded to so many digits of the root mean square.</summary>
    /// <param name="digits">Significant digits.</param>
    /// <param name="usualType">A type that need not be written.</param>
    /// <param name="members">What else the object holds, before the figures, each as "\"name\": value".</param>
    public string ToJson(int digits, string usualType, params IEnumerable<string> members)
    {
        List<string> all = [.. members, $"\"shape\": {Shape.OfSizes(Size)}"];
        if (Type != usualType)
            all.Add($"\"type\": \"{Type}\"");
        all.AddRange([$"\"mean\": {Rounded(Mean)}", $"\"rms\": {Rounded(Rms)}", $"\"projections\": [{Rounded(First)}, {Rounded(Second)}]"]);
        if (Masked > 0)
            all.Add($"\"masked\": {Masked}");
        if (NotANumber > 0)
            all.Add($"\"nan\": {NotANumber}");
        return $"{{{string.Join(", ", all)}}}";

        string Rounded(double value) => RoundedTo(value, Rms, digits);
    }

    /// <summary>Reads what <see cref="ToJson"/> wrote; null when it is something else.</summary>
    public static TensorSketch? Read(JsonElement json, string usualType) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("shape", out var shape) && json.TryGetProperty("projections", out var projections)
            ? new TensorSketch([.. shape.EnumerateArray().Select(size => size.GetInt64())], json.TryGetProperty("type", out var type) ? type.GetString()! : usualType,
                json.GetProperty("mean").GetDouble(), json.GetProperty("rms").GetDouble(), projections[0].GetDouble(), projections[1].GetDouble(),
                json.TryGetProperty("masked", out var masked) ? masked.GetInt64() : 0, json.TryGetProperty("nan", out var nan) ? nan.GetInt64() : 0)
            : null;

    /// <summary>A value with as many digits as it needs beside a figure of that size that has so many.</summary>
    public static string RoundedTo(double value, double size, int digits)
    {
        if (value == 0 || size == 0 || !double.IsFinite(value))
            return "0";
        var own = digits + (int)Math.Floor(Math.Log10(Math.Abs(value))) - (int)Math.Floor(Math.Log10(size));
        return own < 1 ? "0" : value.ToString($"G{Math.Min(own, 17)}", CultureInfo.InvariantCulture);
    }

    private bool IsFloating => Type.Contains("float", StringComparison.Ordinal);
}
