namespace ModelTests.Tests.Gallery;

/// <summary>The gallery: one picture per generator, in the order of the page. A new generator is one more entry.</summary>
internal static class Pictures
{
    public static IReadOnlyList<Picture> All { get; } =
    [
        new("GaussianClasses", "Draw borders between classes that overlap.", "Three round clouds of points that overlap a little, one colour per class",
            () => ScatterPlot.OfClasses(Synthetic.GaussianClasses(samples: 240, features: 2, classes: 3))),
        new("SineRegression", "Follow a wave that no line can, and go on outside of the training range.", "Points along a sine wave; those at both ends are held out",
            () => ScatterPlot.OfTarget(Synthetic.SineRegression(samples: 200, noise: 0.1, split: Split.Gap()))),
        new("StochasticBlockModel", "Classify the nodes of one graph, by their neighbours more than by their own features.", "A graph with three communities, many edges within each and few between them",
            () => GraphDrawing.OfNodes(Synthetic.StochasticBlockModel(samples: 45, communities: 3, pIn: 0.3, pOut: 0.01))),
        new("GraphClasses", "Classify small graphs by their structure.", "Six graphs: rings, stars and trees",
            () => GraphDrawing.OfGraphs(Synthetic.GraphClasses(samples: 6), columns: 3)),
        new("Pairs", "Learn an embedding in which samples of one class are near, though the samples themselves are not.", "Pairs of points joined by lines; pairs of one class are long along one direction only",
            () => SegmentPlot.OfPairs(Synthetic.Pairs(samples: 24, classes: 2, features: 1, distractors: 1))),
        new("Triplets", "Learn an embedding in which an anchor is nearer to its own class than to another one.", "Points each joined with one of its class and one of another class",
            () => SegmentPlot.OfTriplets(Synthetic.Triplets(samples: 12, classes: 2, features: 1, distractors: 1))),
    ];
}
