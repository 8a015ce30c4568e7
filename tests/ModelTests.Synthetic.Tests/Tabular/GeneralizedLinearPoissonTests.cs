using static TorchSharp.torch;

namespace ModelTests.Tests;

public class GeneralizedLinearPoissonTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.GeneralizedLinear(samples, GeneralizedLinearFamily.Poisson, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Linear(10, 1)) { LearningRate = 0.03 };

    /// <summary>Without signs a sample looks like its mirror image, whose rate is the inverse.</summary>
    protected override Student Unsuitable => new(() => nn.Sequential(new Signless(), nn.Linear(10, 1))) { LearningRate = 0.03 };

    /// <summary>D² at seeds 0-19: suitable 0.49 to 0.684, unsuitable -0.195 to 0.148.</summary>
    protected override double Learned => 0.3;


}
