namespace ModelTests.Zoo;

/// <summary>Healthy fixtures that naive checks accuse. A letter after the number marks another form of the same oddity.</summary>
internal static class HealthyControls
{
    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<ZooControl> All { get; } =
    [
        new("H01", "dropout: random outputs in train mode", () => new DropoutPerceptronFixture()) { Declared = [.. Contract.Named("ResumesExactly"), .. Contract.Named("SameInEveryProcess")] },
        new("H03", "batch normalisation mixes the batch in train mode", () => new BatchNormNetworkFixture()) { Declared = [.. Contract.Named("ResumesExactly"), .. Contract.Named("MovesToDevice"), .. Contract.Named("SameInEveryProcess")] },
        new("H05", "two optimizers, the generator's turn in every fifth step", () => new WassersteinPairFixture()),
        new("H07", "embedding and output layer share a weight", () => new WeightTyingNetworkFixture()),
        new("H07b", "the decoder uses the encoder's weight, transposed", () => new TiedAutoencoderFixture()),
        new("H09", "backbone frozen on purpose", () => new FrozenBackboneFixture()),
        new("H11", "low-rank adapters whose second factor begins at 0", () => new AdaptedNetworkFixture()),
        new("H13", "auxiliary head without influence in evaluation", () => new AuxiliaryHeadFixture()),
        new("H15", "recurrent layer on sequences of one step", () => new SingleTimeStepFixture()),
        new("H17", "language model whose first tokens cannot be predicted", () => new CausalNetworkFixture(vocabulary: 12)),
        new("H17b", "the same with four tokens: several sequences begin alike", () => new CausalNetworkFixture(vocabulary: 4)),
        new("H19", "contrastive loss over the batch", () => new ContrastiveEncoderFixture(temperature: 0.1)),
        new("H19b", "the same at a temperature that keeps the loss far above 0", () => new ContrastiveEncoderFixture(temperature: 0.5)),
        new("H21", "linear autoencoder", () => new LinearAutoencoderFixture()),
        new("H21b", "linear regression on noisy targets", () => new LinearRegressionFixture()),
        new("H23", "detector whose first batches have no object", () => new DetectorFixture(batch => batch is 3 or 6)),
        new("H23b", "detector with objects in half of the batches", () => new DetectorFixture(batch => batch % 2 == 1)),
        new("H23c", "detector whose first object comes in the eleventh batch", () => new DetectorFixture(batch => batch >= 10)),
        new("H25", "diffusion: random times and noise in the forward call", () => new NoisePredictorFixture()) { Declared = [.. Contract.Named("SameInEveryProcess")] },
        new("H25b", "diffusion: random times and noise in the training step", () => new NoisePredictorInStepFixture()),
        new("H27", "policy gradient: a loss below 0 without a floor", () => new PolicyGradientFixture()),
        new("H29", "label smoothing: a floor above 0", () => new SmoothedLabelsFixture()),
        new("H29b", "mixed samples with soft targets", () => new MixedLabelsFixture()),
        new("H31", "gradients accumulated over four batches", () => new AccumulatedGradientsFixture()) { Declared = [.. Contract.Named("ResumesExactly")] },
        new("H33", "convolution bias before batch normalisation, with momentum", () => new CancelledBiasFixture(momentum: true)),
        new("H33b", "convolution bias before batch normalisation, with Adam", () => new CancelledBiasFixture(momentum: false)),
        new("H33c", "layers without bias", () => new NoBiasFixture()),
        new("H35", "teacher that follows its student without a gradient", () => new MeanTeacherFixture()) { Declared = [.. Contract.Named("ResumesExactly")] },
        new("H35b", "target network copied every fourth step", () => new ActionValuesFixture()),
    ];
}
