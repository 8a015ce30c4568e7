using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Which prediction stands for which object: one entry per object, each prediction at most once.</summary>
/// <param name="Samples">The object's sample, [objects].</param>
/// <param name="Predictions">The prediction's index in it, [objects].</param>
/// <param name="Objects">The object's index in it, [objects].</param>
internal sealed record DetectionMatch(Tensor Samples, Tensor Predictions, Tensor Objects)
{
    /// <summary>In place of what is not finite; larger than any cost of a sound prediction.</summary>
    private const double Forbidding = 1e6;

    /// <summary>The cheapest match in each sample.</summary>
    /// <param name="cost">[N, predictions, objects].</param>
    /// <param name="labels">[N, objects], below 0 where there is no object.</param>
    public static DetectionMatch Of(Tensor cost, Tensor labels)
    {
        using var scope = NewDisposeScope();
        var (predictions, objects) = ((int)cost.shape[1], (int)cost.shape[2]);
        var costs = cost.detach().to(float64).nan_to_num(Forbidding, Forbidding, -Forbidding).cpu().contiguous().data<double>().ToArray();
        var present = labels.ge(0).cpu().contiguous().data<bool>().ToArray();
        var (samples, matched, wanted) = (new List<long>(), new List<long>(), new List<long>());
        for (var sample = 0; sample < labels.shape[0]; sample++)
        {
            int[] here = [.. Enumerable.Range(0, objects).Where(one => present[(sample * objects) + one])];
            var table = new double[here.Length, predictions];
            for (var row = 0; row < here.Length; row++)
            {
                for (var column = 0; column < predictions; column++)
                    table[row, column] = costs[(((sample * predictions) + column) * objects) + here[row]];
            }
            foreach (var (row, column) in Assignment.Cheapest(table).Index())
            {
                samples.Add(sample);
                matched.Add(column);
                wanted.Add(here[row]);
            }
        }
        return new(Index(samples), Index(matched), Index(wanted));

        Tensor Index(List<long> values) => tensor(values.ToArray(), int64, labels.device).MoveToOuterDisposeScope();
    }
}
