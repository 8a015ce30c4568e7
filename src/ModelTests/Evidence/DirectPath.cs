using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Tells whether the second of two layers takes each value of the first one as it is: one output channel of the first layer is moved, and the second
/// layer's result must move as the second layer itself answers that movement, times one number (a normalisation's scale). Flattening, another order of
/// dimensions and averages over neighbouring pixels are allowed. A mean over all positions, a mask, attention weights or a product with a graph's
/// adjacency move it in another way: what lies between then depends on the position or on the data.
/// </summary>
internal sealed class DirectPath(Subject subject, Batch batch, AffineLayer first, AffineLayer second, int? firstPosition, int? secondPosition)
{
    /// <summary>
    /// The deviation, relative to the movement, below which the two movements are the same. One channel of a thousand moves a result by a thirtieth of
    /// itself or more, of which single precision leaves 1e-5; a mask that hides one of ten thousand positions deviates by 1e-2.
    /// </summary>
    private const double Same = 1e-3;

    /// <summary>How far one channel's weights are moved, in the root mean square of all: farther than when all are moved, because it has to show alone.</summary>
    private const double Distance = 10;

    /// <summary>Channels that are tried; one that is pruned or switched off shows nothing.</summary>
    private const int Channels = 3;

    /// <summary>The sides of averages over pixels that are common between convolutions.</summary>
    private static readonly long[] PooledSides = [2, 3, 4];

    public bool IsDirect
    {
        get
        {
            using var scope = NewDisposeScope();
            using var normal = LayerPass.Of(subject, batch);
            for (var channel = 0; channel < Math.Min(Channels, first.Outputs); channel++)
            {
                using var moved = Moved(channel);
                var given = Movements(normal.ResultsOf(first.Path, firstPosition), moved.ResultsOf(first.Path, firstPosition));
                var seen = Movements(normal.ResultsOf(second.Path, secondPosition), moved.ResultsOf(second.Path, secondPosition));
                if (given.Count == 0 || given.Count != seen.Count || seen.All(movement => TensorScan.Largest(movement) == 0))
                    continue;
                return Arrangements(given[0]).Any(arrange => Explains(arrange, given, seen));
            }
            return false;
        }
    }

    /// <summary>The ways in which the second layer may read the first one's result.</summary>
    private IEnumerable<Func<Tensor, Tensor>> Arrangements(Tensor given)
    {
        if (second.IsConvolution)
        {
            if (given.dim() != second.Kernel.Count + 2)
                yield break;
            if (given.shape[1] == second.Inputs)
                yield return result => result;
            if (!first.IsConvolution && given.shape[^1] == second.Inputs)
                yield return result => result.movedim([-1], [1]);
        }
        else
        {
            if (given.shape[^1] == second.Inputs)
                yield return result => result;
            if (given.dim() > 2 && given.shape[1] == second.Inputs)
                yield return result => result.movedim([1], [-1]);
            if (given.NumberOfElements == given.shape[0] * second.Inputs)
                yield return result => result.flatten(1);
        }
        if (given.dim() != 4 || !first.IsConvolution)
            yield break;
        foreach (var side in PooledSides.Where(side => given.shape[2] / side > 1 && given.shape[3] / side > 1))
        {
            yield return second.IsConvolution
                ? result => nn.functional.avg_pool2d(result, [side, side])
                : result => nn.functional.avg_pool2d(result, [side, side]).flatten(1);
        }
    }

    private bool Explains(Func<Tensor, Tensor> arrange, List<Tensor> given, List<Tensor> seen)
    {
        var answers = given.Select(movement => Answer(arrange(movement))).ToList();
        if (answers.Zip(seen).Any(pair => pair.First is null || pair.First.NumberOfElements != pair.Second.NumberOfElements))
            return false;
        var (expected, actual) = (Vector(answers!), Vector(seen));
        var size = expected.square().sum().ToDouble();
        if (size == 0)
            return false;
        var scale = expected.dot(actual).ToDouble() / size;
        return (actual - (expected * scale)).norm().ToDouble() < Same * actual.norm().ToDouble();
    }

    /// <summary>What the second layer makes of an input, without its bias; null when it does not take such an input.</summary>
    private Tensor? Answer(Tensor input)
    {
        try
        {
            var layer = (nn.Module<Tensor, Tensor>)second.Module;
            return layer.forward(input) - layer.forward(zeros_like(input));
        }
        catch (Exception exception) when (exception is ArgumentException or System.Runtime.InteropServices.ExternalException)
        {
            return null;
        }
    }

    private LayerPass Moved(int channel)
    {
        using var before = first.Weight.clone();
        using (NewDisposeScope())
        {
            subject.Reseed(1);
            var row = first.Weight.select(0, channel);
            var size = Math.Max(before.square().mean().sqrt().ToDouble(), Math.Sqrt((double)first.Outputs / before.NumberOfElements));
            row.add_(randn_like(row) * (size * Distance));
        }
        try
        {
            return LayerPass.Of(subject, batch);
        }
        finally
        {
            first.Weight.copy_(before);
        }
    }

    private static List<Tensor> Movements(IReadOnlyList<Tensor> before, IReadOnlyList<Tensor> after) =>
        before.Count == after.Count && before.Zip(after).All(pair => pair.First.shape.SequenceEqual(pair.Second.shape))
            ? [.. before.Zip(after).Select(pair => pair.Second.detach() - pair.First.detach())]
            : [];

    private static Tensor Vector(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(tensor => tensor.flatten().to(float64))], 0);
}
