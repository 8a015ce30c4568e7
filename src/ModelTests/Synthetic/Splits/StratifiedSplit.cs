using static TorchSharp.torch;

namespace ModelTests;

public abstract partial class Split
{
    /// <summary>Samples chosen at random from each class by itself, so that both parts have the classes' shares, up to rounding. For class indices, one per sample.</summary>
    /// <param name="training">The share of each class to train on, in (0, 1); it is rounded to whole samples, at least one of each class in either part.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="training"/> is not in (0, 1).</exception>
    public static Split Stratified(double training = 0.8)
    {
        Require.StrictlyBetween(training, 0, 1);
        return new StratifiedSplit(training);
    }

    private sealed class StratifiedSplit(double training) : Split
    {
        protected override IReadOnlyList<bool?> ChooseTraining(Batch samples, Generator generator)
        {
            using var scope = NewDisposeScope();
            var labels = Labels(samples);
            var chosen = new bool?[labels.Count];
            var order = randperm(labels.Count, int64, CPU, generator: generator).data<long>().ToArray();
            foreach (var members in order.GroupBy(row => labels[(int)row]).OrderBy(members => members.Key))
            {
                var rows = members.ToList();
                if (rows.Count < 2)
                    throw Refused($"Split.Stratified, and class {members.Key} has 1 sample; each class must have at least 2: draw more samples, or use Split.Random");
                var count = Rounded(training, rows.Count);
                foreach (var (rank, row) in rows.Index())
                    chosen[row] = rank < count;
            }
            return chosen;
        }

        /// <summary>The class indices, or 0 and 1 as real numbers.</summary>
        private static List<long> Labels(Batch samples)
        {
            if (samples.Targets is not [var target] || target.numel() != samples.Size)
                throw Refused("Split.Stratified, which needs one class per sample, and a target here has another size; use Split.Random");
            var values = target.reshape(-1).to(float64).data<double>().ToList();
            if (values.Any(value => value != Math.Floor(value)))
                throw Refused("Split.Stratified, which needs classes, and the targets are real numbers; use Split.Random");
            return [.. values.Select(value => (long)value)];
        }
    }
}
