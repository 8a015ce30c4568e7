using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Dropout in evaluation on purpose, to sample predictions (Gal and Ghahramani 2016, "Dropout as a Bayesian Approximation").</summary>
internal sealed class SampledDropout(CallStyle style) : Classifier(style)
{
    protected override Tensor Second(Tensor hidden) => functional.dropout(base.Second(hidden), 0.2, training: true);
}

[Exempt("EvalIsDeterministic", "predictions are sampled: dropout stays on in evaluation")]
internal sealed class SampledDropoutFixture(CallStyle style) : ClassifierFixture(style, style => new SampledDropout(style));
