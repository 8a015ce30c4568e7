using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The loss's gradient against what the loss does when single outputs change by a little.</summary>
/// <param name="Cosine">Between gradient and central differences: 1 when they agree, -1 when the gradient points the wrong way.</param>
/// <param name="Outputs">How many single outputs were changed.</param>
internal sealed record LossSlope(double Cosine, int Outputs)
{
    /// <summary>Single outputs that are changed at most: each takes four losses.</summary>
    private const int Most = 8;

    /// <summary>Fewer do not make a direction.</summary>
    private const int Fewest = 3;

    /// <summary>The step that balances cut-off and rounding of central differences in double precision: the cube root of its epsilon.</summary>
    private const double Step = 6e-6;

    /// <summary>Where a step four times as long gives another slope than this, there is a kink.</summary>
    private const double Smooth = 1e-3;

    /// <summary>Null where the loss is not computed in double precision, or is too rough.</summary>
    public static LossSlope? Of(LossCall call, IReadOnlyList<Tensor> outputs)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        if (outputs.Any(output => output.is_floating_point() && output.dtype != float64))
            return null;
        IReadOnlyList<Tensor>? gradient;
        using (enable_grad())
            gradient = call.Gradient(outputs);
        if (gradient is null)
            return null;
        var (given, measured) = (new List<double>(), new List<double>());
        foreach (var (tensor, position) in Chosen(call, outputs))
        {
            if (Difference(call, outputs, tensor, position, Step) is not { } near || Difference(call, outputs, tensor, position, 4 * Step) is not { } far)
                continue;
            if (near == 0 || Math.Abs(near - far) > Smooth * Math.Abs(near))
                continue;
            given.Add(gradient[tensor].flatten()[position].ToDouble());
            measured.Add(near);
        }
        var sizes = Math.Sqrt(given.Sum(value => value * value)) * Math.Sqrt(measured.Sum(value => value * value));
        return given.Count < Fewest || !(sizes > 0) ? null : new LossSlope(given.Zip(measured).Sum(pair => pair.First * pair.Second) / sizes, given.Count);
    }

    /// <summary>Spread evenly over all free outputs.</summary>
    private static IEnumerable<(int Tensor, long Position)> Chosen(LossCall call, IReadOnlyList<Tensor> outputs)
    {
        var free = Enumerable.Range(0, outputs.Count).Where(i => call.Free[i] && outputs[i].NumberOfElements > 0).ToList();
        var each = Math.Max(2, Most / free.Count);
        return from i in free
               from k in Enumerable.Range(0, (int)Math.Min(each, outputs[i].NumberOfElements))
               select (i, k * outputs[i].NumberOfElements / Math.Min(each, outputs[i].NumberOfElements));
    }

    private static double? Difference(LossCall call, IReadOnlyList<Tensor> outputs, int tensor, long position, double step)
    {
        return (Moved(step) - Moved(-step)) / (2 * step) is { } slope && double.IsFinite(slope) ? slope : null;

        double? Moved(double by)
        {
            var changed = outputs[tensor].flatten().clone();
            changed[position] += by;
            return call.At([.. outputs.Select((output, i) => i == tensor ? changed.reshape(output.shape) : output)]);
        }
    }
}
