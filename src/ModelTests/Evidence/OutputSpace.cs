using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests;

/// <summary>
/// Which outputs a loss takes. Any real number first; where the loss refuses those or falls without end,
/// what the model's own outputs look like: probabilities, distributions or their logarithms.
/// Embeddings of length 1 keep it: how far a loss can fall then depends on the angles alone.
/// </summary>
internal sealed class OutputSpace
{
    /// <summary>Keeps the logarithm of a probability finite.</summary>
    private const double Smallest = 1e-6;

    /// <summary>By how much the length of a normalised vector may differ from 1 in single precision.</summary>
    private const double Rounding = 1e-4;

    private static readonly OutputSpace Reals = new(tensor => tensor, tensor => tensor);

    private readonly Func<Tensor, Tensor> toRaw;
    private readonly Func<Tensor, Tensor> toOutput;

    private OutputSpace(Func<Tensor, Tensor> toRaw, Func<Tensor, Tensor> toOutput)
    {
        this.toRaw = toRaw;
        this.toOutput = toOutput;
    }

    /// <param name="real">The outputs that may be chosen freely, all of them real.</param>
    /// <param name="areLogits">Whether the loss compares them with class indices: a length of 1 is then a mistake and no choice.</param>
    public static IEnumerable<OutputSpace> Candidates(IReadOnlyList<Tensor> real, bool areLogits)
    {
        if (!areLogits && real.Count > 0 && real.All(HasLengthOne))
            yield return new OutputSpace(tensor => tensor, tensor => functional.normalize(tensor, dim: -1));
        yield return Reals;
        if (real.Count != 1)
            yield break;
        foreach (var dimension in Enumerable.Range(0, (int)real[0].dim()).Reverse())
        {
            if (SumsToOne(real[0], dimension))
                yield return new OutputSpace(tensor => tensor.clamp(Smallest, 1).log(), tensor => functional.softmax(tensor, dimension));
            if (SumsToOne(real[0].exp(), dimension))
                yield return new OutputSpace(tensor => tensor, tensor => functional.log_softmax(tensor, dimension));
        }
        if (real[0].min().ToDouble() >= 0 && real[0].max().ToDouble() <= 1)
            yield return new OutputSpace(tensor => tensor.clamp(Smallest, 1 - Smallest).logit(), functional.sigmoid);
    }

    /// <summary>The unconstrained numbers behind an output.</summary>
    public Tensor Raw(Tensor output) => toRaw(output);

    /// <summary>The output from its unconstrained numbers, repeated to the shape of <paramref name="like"/>.</summary>
    public Tensor Output(Tensor raw, Tensor like) => toOutput(raw).expand(like.shape);

    private static bool HasLengthOne(Tensor output) =>
        output.dim() > 1 && output.shape[^1] > 1 && (output.norm(-1) - 1).abs().max().ToDouble() < Rounding;

    /// <summary>Whether an output is the logarithm of a distribution along one of its dimensions.</summary>
    public static bool IsLogDistribution(Tensor output) =>
        Enumerable.Range(0, (int)output.dim()).Any(dimension => SumsToOne(output.exp(), dimension));

    public static bool SumsToOne(Tensor tensor, int dimension) =>
        tensor.shape[dimension] > 1 && tensor.min().ToDouble() >= 0
        && (tensor.sum(dimension) - 1).abs().max().ToDouble() < 1e-4;
}
