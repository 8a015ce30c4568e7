using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>The 10th, the 50th and the 90th percentile of a noisy target: each output has its own tilted loss.</summary>
internal sealed class QuantileFixture(CallStyle style) : RegressorFixture(style, style => new QuantileRegressor(style))
{
    private static readonly float[] Quantiles = [0.1f, 0.5f, 0.9f];

    public override ModelData CreateData()
    {
        var (features, targets) = Draw();
        return ModelData.From(features, targets + (randn_like(targets) * 0.5));
    }

    public override Tensor Loss(Tensor output, Tensor target)
    {
        var (error, quantiles) = (target - output, tensor(Quantiles));
        return maximum(quantiles * error, (quantiles - 1) * error).mean();
    }

    private sealed class QuantileRegressor : Regressor
    {
        private readonly TorchSharp.Modules.Linear heads = Linear(Hidden, 3);

        public QuantileRegressor(CallStyle style)
            : base(style)
        {
            foreach (var parameter in fc3.parameters())
                parameter.requires_grad = false;
        }

        protected override Tensor Output(Tensor hidden) => style.Run(heads, hidden);
    }
}
