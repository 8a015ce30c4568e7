using ModelTests.Models;

namespace ModelTests.Zoo;

/// <summary>A healthy fixture from which cases are made by one change.</summary>
/// <param name="Id">As in the published list: R1.</param>
/// <param name="Title">What it is.</param>
/// <param name="Style">How its model runs its layers.</param>
/// <param name="Fixture">Makes its fixture.</param>
internal sealed record ZooParent(string Id, string Title, CallStyle Style, Func<IRecipes> Fixture)
{
    /// <summary>The contracts that hold for it, beside the standard checks.</summary>
    public IReadOnlyList<CheckAttribute> Declared { get; init; } = [];
}

/// <summary>The healthy parents, each in both styles.</summary>
internal static class Parents
{
    public static IReadOnlyList<ZooParent> All { get; } =
    [
        .. InBothStyles("R1", "perceptron that classifies", style => new ClassifierFixture(style)),
        .. InBothStyles("R2", "perceptron that regresses", style => new RegressorFixture(style)),
        .. InBothStyles("R3", "convolutional classifier", style => new ImageClassifierFixture(style)),
        .. InBothStyles("R4", "causal language model", style => new CausalLanguageModelFixture(style)),
        .. InBothStyles("R5", "transformer encoder with padding", style => new SequenceEncoderFixture(style)),
        .. InBothStyles("R6", "recurrent classifier", style => style == CallStyle.Call ? new RecurrentClassifierFixture<RecurrentClassifierByCall>() : new RecurrentClassifierFixture<RecurrentClassifierByForward>()),
        .. InBothStyles("R7", "residual network", style => new ClassifierFixture(style, style => new ResidualNetwork(style))),
        .. InBothStyles("R8", "U-Net", style => style == CallStyle.Call ? new UNetFixture<UNetByCall>() : new UNetFixture<UNetByForward>()),
        .. InBothStyles("R9", "autoencoder", style => new AutoencoderFixture(style)),
        .. InBothStyles("R9v", "variational autoencoder", style => style == CallStyle.Call ? new VariationalAutoencoderFixture<VariationalAutoencoderByCall>() : new VariationalAutoencoderFixture<VariationalAutoencoderByForward>()),
        .. InBothStyles("R10", "Siamese network", style => style == CallStyle.Call ? new SiameseNetworkFixture<SiameseNetworkByCall>() : new SiameseNetworkFixture<SiameseNetworkByForward>()),
        .. InBothStyles("R11", "generative adversarial network", style => style == CallStyle.Call
            ? new GenerativeAdversarialNetworkFixture<GeneratorByCall, DiscriminatorByCall>()
            : new GenerativeAdversarialNetworkFixture<GeneratorByForward, DiscriminatorByForward>()),
        .. InBothStyles("R12", "recurrent translator", style => new TranslatorFixture(style)),
        .. InBothStyles("R16", "new head on a frozen backbone", style => style == CallStyle.Call ? new FineTunedNetworkFixture<FineTunedNetworkByCall>() : new FineTunedNetworkFixture<FineTunedNetworkByForward>()),
        .. InBothStyles("R17", "language model with tied weights", style => new TiedLanguageModelFixture(style)),
        .. InBothStyles("R18", "binary classifier", style => new BinaryClassifierFixture(style)),
    ];

    private static ZooParent[] InBothStyles(string id, string title, Func<CallStyle, IRecipes> fixture) =>
        [.. Enum.GetValues<CallStyle>().Select(style => new ZooParent(id, title, style, () => fixture(style)))];
}
