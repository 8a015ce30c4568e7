using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

/// <summary>
/// The loss on probabilities that are 0 or 1 in the model's own precision, as a sigmoid or softmax gives them for sure answers.
/// Logits of a large scale are tried by the stress run.
/// </summary>
internal static class ExtremeOutputs
{
    /// <summary>Past where a sigmoid is 1 in single precision (17), and before it is 1 in double precision (37).</summary>
    private const double LargestLogit = 30;

    /// <summary>The scale of logits whose softmax underflows in single precision (exp(-104)) but not in double precision (exp(-745)).</summary>
    private const double LogitScale = 60;

    /// <summary>For which outputs the loss is not finite, though it is in double precision; null when there are none.</summary>
    public static (string Outputs, string Loss)? NonFinite(Subject subject, Batch batch)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        subject.Reseed();
        if (subject.Forward(batch.Clone()).Tensors is not [var output] || !output.is_floating_point() || output.NumberOfElements == 0 || output.dtype == float64)
            return null;
        foreach (var (name, make) in Saturated(output))
        {
            if (LossOf(subject, batch, make(output.dtype)) is { } loss && TensorScan.Find(loss) is { } found
                && LossOf(subject, batch.With(batch.Inputs, [.. batch.Targets.Select(ToDouble)]), make(float64)) is { } exact && double.IsFinite(exact.ToDouble()))
            {
                return (name, found.ToString());
            }
        }
        return null;
    }

    private static IEnumerable<(string Name, Func<ScalarType, Tensor> Make)> Saturated(Tensor output)
    {
        using var generator = new Generator(5);
        var signs = randn(output.shape, generator: generator).to(output.device).to(float64);
        var distributions = Enumerable.Range(0, (int)output.dim()).Where(dimension => OutputSpace.SumsToOne(output, dimension)).ToList();
        foreach (var dimension in distributions)
            yield return ("probabilities as a softmax gives them for sure answers", type => functional.softmax((signs * LogitScale).to(type), dimension));
        if (distributions.Count == 0 && output.min().ToDouble() >= 0 && output.max().ToDouble() <= 1 && output.min().ToDouble() < output.max().ToDouble())
            yield return ("probabilities as a sigmoid gives them for sure answers", type => (signs.sign() * LargestLogit).to(type).sigmoid());
    }

    /// <summary>Null when the loss does not take such outputs.</summary>
    private static Tensor? LossOf(Subject subject, Batch batch, Tensor output)
    {
        try
        {
            return subject.Loss(output, batch);
        }
        catch (Exception exception) when (exception is FixtureException or ExternalException)
        {
            return null;
        }
    }

    private static Tensor ToDouble(Tensor tensor) => tensor.is_floating_point() ? tensor.to(float64) : tensor;
}
