using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Legal but unusual variants of a batch. What is legal is read off the data: a range that it never leaves is kept.</summary>
internal static class StressInputs
{
    /// <summary>How much larger than the data; inputs that keep to [-1, 1] or [0, 1] are not scaled.</summary>
    public const double Factor = 100;

    public static IEnumerable<(string Name, Batch Batch)> Of(Batch batch)
    {
        if (batch.Separable && batch.Size > 1)
        {
            yield return ("one sample alone", batch.Select([0]));
            yield return ("the same sample in every row", batch.Select([.. Enumerable.Repeat(0L, (int)batch.Size)]));
        }
        if (batch.Inputs.Any(HasZeroInRange))
            yield return ("zeros", Map(batch, input => HasZeroInRange(input) ? zeros_like(input) : input.clone()));
        if (batch.Inputs.Any(IsUnbounded))
            yield return ($"inputs {Figures.Of(Factor)} times as large", Map(batch, input => IsUnbounded(input) ? input * Factor : input.clone()));
    }

    private static Batch Map(Batch batch, Func<Tensor, Tensor> change) =>
        batch.With([.. batch.Inputs.Select(change)], [.. batch.Targets.Select(target => target.clone())]);

    /// <summary>Zero is legal where the data has values on both sides of it, or zeros.</summary>
    private static bool HasZeroInRange(Tensor input) =>
        input.is_floating_point() && input.min().ToDouble() <= 0 && input.max().ToDouble() >= 0;

    private static bool IsUnbounded(Tensor input) =>
        input.is_floating_point() && TensorScan.IsFinite(input) && TensorScan.Largest(input) > 1;
}
