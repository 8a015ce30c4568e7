using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Healthy losses that look odd, each in both call styles.</summary>
internal static class LossControls
{
    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<ZooControl> All { get; } =
    [
        .. InBothStyles("H38", "a sum over the samples with a learning rate that suits it", style => new SumFixture(style)),
        .. InBothStyles("H40", "a loss whose weights have no gradient", style => new FocalFixture(style)),
        .. InBothStyles("H42", "targets that say the opposite of the output", style => new DistanceFixture(style)),
    ];

    private static ZooControl[] InBothStyles(string id, string title, Func<CallStyle, IRecipes> fixture) =>
        [.. Enum.GetValues<CallStyle>().Select(style => new ZooControl($"{id} by {style.ToString().ToLowerInvariant()}", title, () => fixture(style)))];

    private sealed class SumFixture(CallStyle style) : RegressorFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) => functional.mse_loss(output, target, reduction: Reduction.Sum);

        public override Optimizer CreateOptimizer(Module<Tensor, Tensor> model) => SGD(model.parameters(), learningRate: 0.002, momentum: 0.5);
    }

    /// <summary>Sure samples count less (Lin et al. 2017, "Focal Loss for Dense Object Detection", equation 4), with the weight as a constant.</summary>
    private sealed class FocalFixture(CallStyle style) : ClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target)
        {
            var logarithm = functional.log_softmax(output, 1).gather(1, target.unsqueeze(1));
            return -((1 - logarithm.exp()).square().detach() * logarithm).mean();
        }
    }

    /// <summary>A distance that is to be 0 where the target is 1, and at least 1 where it is 0 (Hadsell et al. 2006, equation 4).</summary>
    private sealed class DistanceFixture(CallStyle style) : BinaryClassifierFixture(style)
    {
        public override Tensor Loss(Tensor output, Tensor target) =>
            ((target * output.square()) + ((1 - target) * (1 - output).clamp_min(0).square())).mean();
    }
}
