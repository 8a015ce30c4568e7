using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Tells data in which each target is the input one step on, as language models have it: there a model that sees later inputs sees its answers.</summary>
internal static class NextStepTargets
{
    private const int FewestSteps = 3;

    /// <summary>Of the targets: where more of them equal their own input, the sequence repeats itself, and where more do not follow, the data is of another kind.</summary>
    private const double Half = 0.5;

    /// <summary>Whether it is so in every batch. With several inputs the answers may lie in one of them on purpose, as the source of a translation does.</summary>
    public static bool In(IReadOnlyCollection<Batch> batches) =>
        batches.Count > 0 && batches.All(batch => batch is { Separable: true, InputBatchDimension: 0, Inputs: [var input] } && batch.Targets.Any(target => Follow(input, target)));

    private static bool Follow(Tensor input, Tensor target)
    {
        if (input.dim() < 2 || !input.shape.SequenceEqual(target.shape) || input.shape[1] < FewestSteps)
            return false;
        using var scope = NewDisposeScope();
        var steps = input.shape[1] - 1;
        var (now, next) = (target.narrow(1, 0, steps).to(float64), input.narrow(1, 1, steps).to(float64));
        var others = now[now.ne(next)];
        // A target that does not count has one and the same value everywhere.
        var followsElsewhere = others.numel() == 0 || (others.numel() < Half * now.numel() && others.eq(others[0]).all().item<bool>());
        return followsElsewhere && target.to(float64).ne(input.to(float64)).to(float64).mean().item<double>() > Half;
    }
}
