namespace ModelTests.Benchmarks;

/// <summary>What the reference models are trained on.</summary>
public static class ReferenceData
{
    /// <summary>Longer than a busy machine needs for any check, so that none fails for want of time.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromMinutes(5);

    public const int Features = 2;
    public const int GaussianClasses = 2;
    public const int Digits = 10;
    public const int Vocabulary = 100;
    public const int Length = 32;
    public const int Orders = 2;

    public static ModelData OfGaussianClassifier() => Synthetic.GaussianClasses(features: Features, classes: GaussianClasses, batchSize: 64);

    public static ModelData OfDigitClassifier() => Synthetic.Images(classes: Digits, batchSize: 32);

    /// <summary>So many that the order is learned before the sequences are: with 512 the model does no better than chance on others.</summary>
    public static ModelData OfSequenceClassifier() => Synthetic.TokenOrder(samples: 2_048, vocabulary: Vocabulary, length: Length, batchSize: 16);

    public static ModelData OfPerceptron(int width) => Synthetic.GaussianClasses(features: width, classes: GaussianClasses, batchSize: 64);
}
