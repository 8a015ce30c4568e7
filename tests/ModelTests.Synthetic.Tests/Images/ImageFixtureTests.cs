using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>Healthy models with the default losses of the image tasks, under the checks themselves.</summary>
public class ImageFixtureTests
{
    [Theory]
    [MemberData(nameof(HealthyFixture.Seeds), MemberType = typeof(HealthyFixture))]
    public void A_healthy_segmenter_passes_the_checks_and_no_other_accuses_it(int seed) => HealthyFixture.Passes(new Segmenting(), seed);

    [Theory]
    [MemberData(nameof(HealthyFixture.Seeds), MemberType = typeof(HealthyFixture))]
    public void A_healthy_detector_passes_the_checks_and_no_other_accuses_it(int seed) => HealthyFixture.Passes(new Detecting(), seed);

    private sealed class Segmenting : ModelRecipes<Sequential>
    {
        public override Sequential CreateModel() => nn.Sequential(
            nn.Conv2d(1, 16, kernel_size: 3, padding: 1), nn.ReLU(),
            nn.Conv2d(16, 16, kernel_size: 3, padding: 2, dilation: 2), nn.ReLU(),
            nn.Conv2d(16, 3, kernel_size: 3, padding: 1));

        public override ModelData CreateData() => Synthetic.Segmentation(samples: 64, size: [16, 16], classes: 3, objects: 2, radius: (3, 3));

        public override optim.Optimizer CreateOptimizer(Sequential model) => optim.Adam(model.parameters(), lr: 0.01);
    }

    private sealed class Detecting : ModelRecipes<Detector>
    {
        public override Detector CreateModel() => new(nn.Flatten(), features: 16 * 4 * 4);

        public override ModelData CreateData() => Synthetic.Detection(samples: 64, size: [16, 16], classes: 2, objects: 1, boxSize: (4, 8));

        public override optim.Optimizer CreateOptimizer(Detector model) => optim.Adam(model.parameters(), lr: 0.005);
    }
}
