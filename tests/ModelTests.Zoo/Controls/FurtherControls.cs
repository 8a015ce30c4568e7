namespace ModelTests.Zoo;

/// <summary>Further healthy fixtures that naive checks accuse, each in both call styles.</summary>
internal static class FurtherControls
{
    /// <summary>All of them, in the order of their numbers.</summary>
    public static IReadOnlyList<ZooControl> All { get; } =
    [
        .. ZooControl.InBothStyles("H02", "residual branches left out at random", style => new ClassifierFixture(style, StochasticBlock.Network)),
        .. ZooControl.InBothStyles("H04", "normalisation by groups and by channel", style => new ImageClassifierFixture(style, style => new GroupNormNetwork(style))),
        .. ZooControl.InBothStyles("H06", "experts of which one runs per sample", style => new ClassifierFixture(style, style => new RoutedExperts(style))),
        .. ZooControl.InBothStyles("H08", "a vocabulary of which most is never used", style => new RareTokensFixture(style, sparse: false)),
        .. ZooControl.InBothStyles("H08b", "the same with sparse gradients", style => new RareTokensFixture(style, sparse: true)),
        .. ZooControl.InBothStyles("H10", "residual branches that begin at 0", style => new ClassifierFixture(style, ReZeroBlock.Network)),
        .. ZooControl.InBothStyles("H12", "a learning rate that begins at 0", style => new ScheduledFixture(style, ScheduledFixture.WarmUp), Contract.Named("ResumesExactly")),
        .. ZooControl.InBothStyles("H12b", "a learning rate that restarts every ten steps", style => new ScheduledFixture(style, ScheduledFixture.Restarts), Contract.Named("ResumesExactly")),
        .. ZooControl.InBothStyles("H12c", "layers that are frozen in the first steps", style => new UnfreezingFixture(style)),
        .. ZooControl.InBothStyles("H14", "weights made of length and direction", style => new ClassifierFixture(style, style => new WeightNormNetwork(style))),
        .. ZooControl.InBothStyles("H16", "a transformer with gates and without biases", style => new CausalLanguageModelFixture(style, style => new GatedTransformer(style)), Contract.Named("Causal")),
        .. ZooControl.InBothStyles("H18", "a triplet loss that is 0 for most triplets", style => new TripletFixture(style)),
        .. ZooControl.InBothStyles("H20", "inverted residuals", style => new ImageClassifierFixture(style, style => new SeparableNetwork(style))),
        .. ZooControl.InBothStyles("H20b", "a convolution per channel and one across, with nothing between", style => new ImageClassifierFixture(style, style => new PlainSeparableNetwork(style))),
        .. ZooControl.InBothStyles("H22", "three quantiles for one target", style => new QuantileFixture(style)),
        .. ZooControl.InBothStyles("H24", "labels that do not count", style => new MaskedTokensFixture(style)),
        .. ZooControl.InBothStyles("H26", "channels weighted by their means", style => new ImageClassifierFixture(style, style => new SqueezeNetwork(style))),
        .. ZooControl.InBothStyles("H28", "a recurrent layer over both directions", style => new BidirectionalFixture(style)),
        .. ZooControl.InBothStyles("H30", "a graph, whose rows are no samples", style => new GraphFixture(style)),
        .. ZooControl.InBothStyles("H32", "a likelihood above 1", style => new FlowFixture(style)),
        .. ZooControl.InBothStyles("H34", "a mixture density", style => new MixtureFixture(style)),
        .. ZooControl.InBothStyles("H36", "dropout in evaluation on purpose", style => new SampledDropoutFixture(style)),
        .. ZooControl.InBothStyles("H36b", "a running mean of the weights beside the model", style => new AveragedWeightsFixture(style)),
    ];
}
