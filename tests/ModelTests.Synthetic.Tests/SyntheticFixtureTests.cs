using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Healthy models on synthetic data, under the checks themselves.</summary>
public class SyntheticFixtureTests
{
    [Fact]
    public void A_classifier_of_gaussian_images_passes_the_checks() => Passes(new ImageFixture());

    [Fact]
    public void A_regression_of_the_wave_passes_the_checks() => Passes(new WaveFixture());

    private static void Passes(IRecipes fixture)
    {
        Assert.Equal(Outcome.Holds, Judge.With<OverfitsSingleBatchAttribute>(fixture).Outcome);
        Assert.Equal(Outcome.Holds, Judge.With<WeightsUpdateAttribute>(fixture).Outcome);
        Assert.Equal(Outcome.Holds, Judge.With<NoNonFiniteAttribute>(fixture).Outcome);
    }

    private sealed class ImageFixture : ModelRecipes<Sequential>
    {
        public override Sequential CreateModel() =>
            Sequential(Conv2d(1, 8, kernel_size: 3, stride: 2, padding: 1), ReLU(), Flatten(), Linear(8 * 7 * 7, 10));

        public override ModelData CreateData() =>
            Synthetic.GaussianClasses(classes: 10, separation: 8, shape: [1, 14, 14], split: Split.Random(0.8));
    }

    private sealed class WaveFixture : ModelRecipes<Sequential>
    {
        public override Sequential CreateModel() =>
            Sequential(Linear(1, 64), Tanh(), Linear(64, 64), Tanh(), Linear(64, 1));

        public override ModelData CreateData() => Synthetic.SineRegression(split: Split.Gap());

        public override optim.Optimizer CreateOptimizer(Sequential model) => optim.Adam(model.parameters(), lr: 0.01);
    }
}
