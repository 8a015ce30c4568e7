namespace ModelTests;

/// <summary>Cuts samples into batches, in order; what is not separable is one batch.</summary>
internal static class TensorBatches
{
    public static IEnumerable<Batch> Of(Batch samples, int batchSize)
    {
        if (!samples.Separable)
        {
            // Views, as below, so that disposing a batch leaves the samples whole.
            yield return samples.With([.. samples.Inputs.Select(input => input.alias())], [.. samples.Targets.Select(target => target.alias())]);
            yield break;
        }
        for (long start = 0; start < samples.Size; start += batchSize)
        {
            var length = Math.Min(batchSize, samples.Size - start);
            yield return samples.With(
                [.. samples.Inputs.Select(input => input.narrow(samples.InputBatchDimension, start, length))],
                [.. samples.Targets.Select(target => target.narrow(0, start, length))]);
        }
    }
}
