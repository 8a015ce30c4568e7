using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Which layer feeds which, and whether anything nonlinear lies between.</summary>
    internal LayerChains Chains => Recording(LayerChains.Record);
}

/// <summary>One layer that feeds another with no third between them.</summary>
/// <param name="First">The path of the earlier layer.</param>
/// <param name="Second">The path of the later layer.</param>
/// <param name="IsAffine">Whether the later layer's result is an affine function of the earlier one's weights: nothing nonlinear lies between.</param>
/// <param name="Reason">Why an affine pair is sound all the same; null when it is a fault or not affine.</param>
internal sealed record LayerPair(string First, string Second, bool IsAffine, string? Reason)
{
    public string Name => $"{First} → {Second}";
}

/// <summary>
/// Which affine layers feed which, told from outside: the weights of one layer are moved along a random direction, and the results of all
/// others are read. A later layer that has only affine operations between itself and the moved weights moves along a straight line too:
/// f(W + D) − f(W) and (f(W − 1.5 D) − f(W)) / −1.5 are equal. No layer's input has to be known, so it makes no difference how layers are called.
/// </summary>
/// <param name="Layers">How many fully connected and convolutional layers the model has.</param>
/// <param name="IsScript">Whether some of the model is TorchScript, whose layers show neither their kind nor their results.</param>
/// <param name="Pairs">The pairs of which the first feeds the second directly.</param>
/// <param name="Unseen">Layers whose weights change nothing, or whose result was not to be seen.</param>
/// <param name="OutputDependsOnInput">Whether other inputs give other outputs.</param>
/// <param name="WholeBottleneck">The width between the two layers of a model that is affine as a whole and wider at both ends, such as a linear autoencoder; null for all others.</param>
internal sealed record LayerChains(int Layers, bool IsScript, IReadOnlyList<LayerPair> Pairs, IReadOnlyList<string> Unseen, bool OutputDependsOnInput, long? WholeBottleneck)
{
    /// <summary>
    /// The deviation from a straight line, relative to the movement, below which a result is affine. Rounding in single precision leaves 1e-6,
    /// and up to 1e-4 where the movement is a thousandth of the values; a ReLU, sigmoid or GELU at these distances gives more than 1e-2.
    /// </summary>
    private const double Straight = 1e-4;

    /// <summary>Movements smaller than this share of the values are lost in rounding and tell nothing.</summary>
    private const double LeastMovement = 1e-3;

    /// <summary>How far weights are moved, in their own root mean squares: far enough that units switch and sigmoids bend.</summary>
    private const double Distance = 3;

    /// <summary>The second point lies on the other side and not as far away, so that neither odd nor piecewise linear functions look straight.</summary>
    private const double Back = -1.5;

    public static LayerChains Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var subject = create();
        using var evaluating = subject.Tree.Evaluating();
        var layers = AffineLayer.In(subject.Tree);
        if (layers.Count < 2)
            return new LayerChains(layers.Count, subject.Tree.Modules.Any(entry => entry.Module is jit.ScriptModule), [], [], true, null);
        ZeroBranches.Open(subject);
        return new Walk(subject, SmallBatch.From(subject), layers, budget).Record();
    }

    /// <summary>How one layer's movement shows at all others.</summary>
    /// <param name="Reached">The layers whose results move at all.</param>
    /// <param name="Straight">Those of them that move along a straight line.</param>
    /// <param name="OutputIsStraight">Whether the model's outputs do.</param>
    private sealed record Movement(HashSet<int> Reached, HashSet<int> Straight, bool OutputIsStraight);

    private sealed class Walk(Subject subject, Batch batch, IReadOnlyList<AffineLayer> layers, RunBudget budget)
    {
        public LayerChains Record()
        {
            using var normal = LayerPass.Of(subject, batch);
            var positions = layers.Select(layer => Position(layer, normal)).ToList();
            var movements = layers.Select(layer => Move(layer, normal, positions)).ToList();
            var seen = Enumerable.Range(0, layers.Count).Where(i => movements[i].Straight.Contains(i)).ToList();
            var pairs =
                from first in seen
                from second in seen
                where Feeds(first, second) && !seen.Any(between => Feeds(first, between) && Feeds(between, second))
                select PairOf(first, second);
            return new LayerChains(layers.Count, false, [.. pairs], [.. layers.Where((_, i) => !seen.Contains(i)).Select(layer => layer.Path)],
                OutputDependsOnInput(normal), WholeBottleneck(seen));

            bool Feeds(int first, int second) => first != second && movements[first].Reached.Contains(second) && !movements[second].Reached.Contains(first);

            LayerPair PairOf(int first, int second)
            {
                var affine = movements[first].Straight.Contains(second);
                var others = seen.Where(other => other != first && other != second && movements[other].Reached.Contains(second)
                    && !movements[other].Reached.Contains(first) && !movements[first].Reached.Contains(other));
                return new LayerPair(layers[first].Path, layers[second].Path, affine,
                    affine ? new SoundPair(subject, batch, layers[first], layers[second], positions[first], positions[second]).Reason(others.Select(other => layers[other].Path).FirstOrDefault()) : null);
            }

            long? WholeBottleneck(List<int> chain)
            {
                if (chain.Count != 2 || chain.Any(i => !movements[i].OutputIsStraight))
                    return null;
                var ordered = chain.OrderByDescending(i => movements[i].Reached.Count).ToList();
                var narrowest = ordered.SkipLast(1).Min(i => layers[i].Outputs);
                return narrowest < Math.Min(layers[ordered[0]].Inputs, layers[ordered[^1]].Outputs) ? narrowest : null;
            }
        }

        private int? Position(AffineLayer layer, LayerPass normal)
        {
            if (normal.Saw(layer.Path))
                return null;
            budget.Step($"while looking for the result of {layer.Path}");
            using var changed = Moved(layer, 1);
            return normal.FirstDifference(changed);
        }

        private Movement Move(AffineLayer layer, LayerPass normal, List<int?> positions)
        {
            budget.Step($"while moving the weights of {layer.Path}");
            using var scope = NewDisposeScope();
            using var ahead = Moved(layer, 1);
            using var behind = Moved(layer, Back);
            var movement = new Movement([], [], IsStraight(normal.OutputVector(), ahead.OutputVector(), behind.OutputVector()) == true);
            for (var i = 0; i < layers.Count; i++)
            {
                var path = layers[i].Path;
                var straight = IsStraight(normal.ResultOf(path, positions[i]), ahead.ResultOf(path, positions[i]), behind.ResultOf(path, positions[i]));
                if (straight is not null)
                    movement.Reached.Add(i);
                if (straight == true)
                    movement.Straight.Add(i);
            }
            return movement;
        }

        private LayerPass Moved(AffineLayer layer, double times)
        {
            using var before = layer.Weight.clone();
            using (NewDisposeScope())
            {
                subject.Reseed(1);
                var size = Math.Max(Distance * before.square().mean().sqrt().ToDouble(), Math.Sqrt((double)layer.Outputs / before.NumberOfElements));
                layer.Weight.add_(randn_like(before) * (size * times));
            }
            try
            {
                return LayerPass.Of(subject, batch);
            }
            finally
            {
                layer.Weight.copy_(before);
            }
        }

        private bool OutputDependsOnInput(LayerPass normal)
        {
            using var scope = NewDisposeScope();
            using var other = LayerPass.Of(subject, OtherInputs.Of(batch));
            return normal.OutputVector() is not { } first || other.OutputVector() is not { } second || !first.Equals(second);
        }

        /// <summary>Null when the result is not to be seen or does not move.</summary>
        private static bool? IsStraight(Tensor? normal, Tensor? ahead, Tensor? behind)
        {
            if (normal is null || ahead is null || behind is null || normal.NumberOfElements != ahead.NumberOfElements || normal.NumberOfElements != behind.NumberOfElements)
                return null;
            using var scope = NewDisposeScope();
            var (there, back) = (ahead - normal, behind - normal);
            var movement = there.norm().ToDouble();
            if (movement == 0)
                return null;
            // Written so that NaN counts as not straight.
            return movement > LeastMovement * normal.norm().ToDouble() && (back - (there * Back)).norm().ToDouble() < Straight * movement;
        }
    }
}
