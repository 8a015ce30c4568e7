using ModelTests;
using static TorchSharp.torch;

namespace ModelRepo._1.Tests;

[OverfitsSingleBatch]
[WeightsUpdate]
[NoNonFinite]
public class ImageClassifierTests : ModelFixture<ImageClassifier>
{
    public override ImageClassifier CreateModel() => new(classes: 10);

    public override ModelData CreateData()
    {
        // Each class is a random image of its own; each sample is its class's image with noise on it.
        var classImages = randn(10, 1, 16, 16);
        var labels = arange(320).remainder(10);
        var images = classImages.index_select(0, labels) + 0.5 * randn(320, 1, 16, 16);
        return ModelData.From(images, labels);
    }
}
