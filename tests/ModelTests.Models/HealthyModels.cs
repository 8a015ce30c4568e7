namespace ModelTests.Models;

/// <summary>
/// The models on which every check is proven. Weights and data are drawn from torch's global generator, which is seeded before each recipe:
/// a seed stands for one model with one set of data.
/// </summary>
internal static class HealthyModels
{
    private static readonly Dictionary<string, string> WithoutLoss = new()
    {
        ["OverfitsSingleBatch"] = "the fixture has no Loss",
        ["LossDecreases"] = "the fixture has no Loss",
        ["GradientsCleared"] = "the fixture has no Loss",
        ["LossIsSane"] = "the fixture has no",
        ["InitialLossAsExpected"] = "no classification",
        // Its forward call draws the noise from which it generates.
        ["EvalIsDeterministic"] = "which may be meant",
        ["LabelsValid"] = "no targets",
        ["TargetNotInInput"] = "no targets",
    };

    private static readonly Dictionary<string, string> Numbers = new() { ["LabelsValid"] = "no target holds class labels", ["InitialLossAsExpected"] = "no classification" };

    private static readonly Dictionary<string, string> WithoutClasses = new() { ["LabelsValid"] = "no target holds class labels" };

    private static readonly Dictionary<string, string> Tokens = new() { ["TargetNotInInput"] = "the input holds tokens" };

    private static readonly Dictionary<string, string> Masks = new() { ["TargetNotInInput"] = "the target has several values per sample" };

    /// <summary>Its recurrent layer is no affine one, so that only the head is left.</summary>
    private static readonly Dictionary<string, string> OneAffineLayer = new() { ["ActivationsBetweenLayers"] = "the model has 1 fully connected or convolutional layer" };

    /// <summary>Everything else is frozen.</summary>
    private static readonly Dictionary<string, string> OneTrainableWeight = new() { ["GradientsWellScaled"] = "1 trainable weight has a gradient" };

    private static readonly Dictionary<string, string> Script = new()
    {
        ["ActivationsBetweenLayers"] = "TorchScript hides",
        ["UnitsAlive"] = "TorchScript hides",
        ["SaveLoadRoundTrip"] = "torch.jit.save",
        ["InitialLossAsExpected"] = "TorchScript comes with its weights",
    };

    /// <summary>It samples its latent variables in evaluation, too.</summary>
    private static readonly Dictionary<string, string> Sampling = new()
    {
        ["EvalIsDeterministic"] = "which may be meant",
        ["InitialLossAsExpected"] = "no classification",
        ["LabelsValid"] = "no targets",
        ["TargetNotInInput"] = "no targets",
    };

    /// <summary>Checks that rightly give no answer on these models, but for those that list them in <see cref="HealthyModel.Answers"/>.</summary>
    public static IReadOnlyDictionary<string, string> NoAnswerElsewhere { get; } = new Dictionary<string, string>
    {
        ["OutputsReachTargets"] = "no regression",
        ["LearnsSyntheticTask"] = "the fixture",
        ["SplitsDisjoint"] = "no validation data",
        ["ValidationIsDeterministic"] = "no validation data",
    };

    public static IReadOnlyList<HealthyModel> All { get; } =
    [
        new("multilayer perceptron", CallStyle.Call, () => new MultilayerPerceptronFixture<MultilayerPerceptronByCall>()),
        new("multilayer perceptron", CallStyle.Forward, () => new MultilayerPerceptronFixture<MultilayerPerceptronByForward>()),
        new("regressor", CallStyle.Call, () => new RegressorFixture<RegressorByCall>()) { NoAnswer = Numbers, Answers = ["OutputsReachTargets"] },
        new("regressor", CallStyle.Forward, () => new RegressorFixture<RegressorByForward>()) { NoAnswer = Numbers, Answers = ["OutputsReachTargets"] },
        new("convolutional network", CallStyle.Call, () => new ConvolutionalNetworkFixture<ConvolutionalNetworkByCall>()),
        new("convolutional network", CallStyle.Forward, () => new ConvolutionalNetworkFixture<ConvolutionalNetworkByForward>()),
        new("recurrent classifier", CallStyle.Call, () => new RecurrentClassifierFixture<RecurrentClassifierByCall>()) { NoAnswer = OneAffineLayer },
        new("recurrent classifier", CallStyle.Forward, () => new RecurrentClassifierFixture<RecurrentClassifierByForward>()) { NoAnswer = OneAffineLayer },
        new("language model", CallStyle.Call, () => new LanguageModelFixture<LanguageModelByCall>()) { NoAnswer = Tokens },
        new("language model", CallStyle.Forward, () => new LanguageModelFixture<LanguageModelByForward>()) { NoAnswer = Tokens },
        new("U-Net", CallStyle.Call, () => new UNetFixture<UNetByCall>()) { NoAnswer = Masks },
        new("U-Net", CallStyle.Forward, () => new UNetFixture<UNetByForward>()) { NoAnswer = Masks },
        new("variational autoencoder", CallStyle.Call, () => new VariationalAutoencoderFixture<VariationalAutoencoderByCall>()) { NoAnswer = Sampling },
        new("variational autoencoder", CallStyle.Forward, () => new VariationalAutoencoderFixture<VariationalAutoencoderByForward>()) { NoAnswer = Sampling },
        new("fine-tuned network", CallStyle.Call, () => new FineTunedNetworkFixture<FineTunedNetworkByCall>()) { NoAnswer = OneTrainableWeight },
        new("fine-tuned network", CallStyle.Forward, () => new FineTunedNetworkFixture<FineTunedNetworkByForward>()) { NoAnswer = OneTrainableWeight },
        new("Siamese network", CallStyle.Call, () => new SiameseNetworkFixture<SiameseNetworkByCall>()) { NoAnswer = WithoutClasses },
        new("Siamese network", CallStyle.Forward, () => new SiameseNetworkFixture<SiameseNetworkByForward>()) { NoAnswer = WithoutClasses },
        new("generative adversarial network", CallStyle.Call, () => new GenerativeAdversarialNetworkFixture<GeneratorByCall, DiscriminatorByCall>()) { NoAnswer = WithoutLoss },
        new("generative adversarial network", CallStyle.Forward, () => new GenerativeAdversarialNetworkFixture<GeneratorByForward, DiscriminatorByForward>()) { NoAnswer = WithoutLoss },
        new("TorchScript network", CallStyle.Call, () => new ScriptedNetworkByCallFixture()) { NoAnswer = Script },
        new("TorchScript network", CallStyle.Forward, () => new ScriptedNetworkByForwardFixture()) { NoAnswer = Script },
        new("iris classifier", CallStyle.Call, () => new IrisClassifierFixture<IrisClassifierByCall>()),
        new("iris classifier", CallStyle.Forward, () => new IrisClassifierFixture<IrisClassifierByForward>()),
    ];
}
