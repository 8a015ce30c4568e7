using ModelTests;

namespace ModelRepo._1.Tests;

[OverfitsSingleBatch]
[WeightsUpdate]
[NoNonFinite]
public class ImageClassifierTests : ModelFixture<ImageClassifier>
{
    public override ImageClassifier CreateModel() => new(classes: 10);

    public override ModelData CreateData() => Synthetic.GaussianClasses(classes: 10, shape: [1, 16, 16], separation: 6);
}
