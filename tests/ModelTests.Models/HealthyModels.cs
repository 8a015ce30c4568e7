namespace ModelTests.Models;

/// <summary>
/// The models on which every check is proven. Weights and data are drawn from torch's global generator, which is seeded before each recipe:
/// a seed stands for one model with one set of data.
/// </summary>
internal static class HealthyModels
{
    private static readonly Dictionary<string, string> WithoutLoss = new() { ["OverfitsSingleBatch"] = "the fixture has no Loss", ["OutputsReachTargets"] = "no regression" };
    private static readonly Dictionary<string, string> NoRegression = new() { ["OutputsReachTargets"] = "no regression" };

    public static IReadOnlyList<HealthyModel> All { get; } =
    [
        new("multilayer perceptron", CallStyle.Call, () => new MultilayerPerceptronFixture<MultilayerPerceptronByCall>()) { NoAnswer = NoRegression },
        new("multilayer perceptron", CallStyle.Forward, () => new MultilayerPerceptronFixture<MultilayerPerceptronByForward>()) { NoAnswer = NoRegression },
        new("convolutional network", CallStyle.Call, () => new ConvolutionalNetworkFixture<ConvolutionalNetworkByCall>()) { NoAnswer = NoRegression },
        new("convolutional network", CallStyle.Forward, () => new ConvolutionalNetworkFixture<ConvolutionalNetworkByForward>()) { NoAnswer = NoRegression },
        new("recurrent classifier", CallStyle.Call, () => new RecurrentClassifierFixture<RecurrentClassifierByCall>()) { NoAnswer = NoRegression },
        new("recurrent classifier", CallStyle.Forward, () => new RecurrentClassifierFixture<RecurrentClassifierByForward>()) { NoAnswer = NoRegression },
        new("language model", CallStyle.Call, () => new LanguageModelFixture<LanguageModelByCall>()) { NoAnswer = NoRegression },
        new("language model", CallStyle.Forward, () => new LanguageModelFixture<LanguageModelByForward>()) { NoAnswer = NoRegression },
        new("U-Net", CallStyle.Call, () => new UNetFixture<UNetByCall>()) { NoAnswer = NoRegression },
        new("U-Net", CallStyle.Forward, () => new UNetFixture<UNetByForward>()) { NoAnswer = NoRegression },
        new("variational autoencoder", CallStyle.Call, () => new VariationalAutoencoderFixture<VariationalAutoencoderByCall>()) { NoAnswer = NoRegression },
        new("variational autoencoder", CallStyle.Forward, () => new VariationalAutoencoderFixture<VariationalAutoencoderByForward>()) { NoAnswer = NoRegression },
        new("fine-tuned network", CallStyle.Call, () => new FineTunedNetworkFixture<FineTunedNetworkByCall>()) { NoAnswer = NoRegression },
        new("fine-tuned network", CallStyle.Forward, () => new FineTunedNetworkFixture<FineTunedNetworkByForward>()) { NoAnswer = NoRegression },
        new("Siamese network", CallStyle.Call, () => new SiameseNetworkFixture<SiameseNetworkByCall>()) { NoAnswer = NoRegression },
        new("Siamese network", CallStyle.Forward, () => new SiameseNetworkFixture<SiameseNetworkByForward>()) { NoAnswer = NoRegression },
        new("generative adversarial network", CallStyle.Call, () => new GenerativeAdversarialNetworkFixture<GeneratorByCall, DiscriminatorByCall>()) { NoAnswer = WithoutLoss },
        new("generative adversarial network", CallStyle.Forward, () => new GenerativeAdversarialNetworkFixture<GeneratorByForward, DiscriminatorByForward>()) { NoAnswer = WithoutLoss },
        new("TorchScript network", CallStyle.Call, () => new ScriptedNetworkByCallFixture()) { NoAnswer = NoRegression },
        new("TorchScript network", CallStyle.Forward, () => new ScriptedNetworkByForwardFixture()) { NoAnswer = NoRegression },
        new("iris classifier", CallStyle.Call, () => new IrisClassifierFixture<IrisClassifierByCall>()) { NoAnswer = NoRegression },
        new("iris classifier", CallStyle.Forward, () => new IrisClassifierFixture<IrisClassifierByForward>()) { NoAnswer = NoRegression },
    ];
}
