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
        new("Moons", "Bend the border between two classes.", "Two half circles of points that interlock",
            () => ScatterPlot.OfClasses(Synthetic.Moons(samples: 200))),
        new("Circles", "Close the border around a class.", "A circle of points inside a larger one",
            () => ScatterPlot.OfClasses(Synthetic.Circles(samples: 200))),
        new("Spirals", "Wind the border between classes.", "Three arms of points that turn around one centre",
            () => ScatterPlot.OfClasses(Synthetic.Spirals(samples: 240))),
        new("Xor", "Combine two features, neither of which tells anything alone.", "Four squares of points, opposite ones of the same class",
            () => ScatterPlot.OfClasses(Synthetic.Xor(samples: 200))),
        new("Hastie", "Tell by the length of a vector, of which each feature shows little.", "A cloud of points in two of ten features; one class is denser in the middle",
            () => ScatterPlot.OfClasses(Synthetic.Hastie(samples: 300))),
        new("Blobs", "Find round clusters wherever they lie.", "Three round clouds of points at random places",
            () => ScatterPlot.OfClasses(Synthetic.Blobs(samples: 200))),
        new("Classification", "Find the few features that matter, when a class consists of several clusters.", "Clusters of points at the corners of a square, two per class",
            () => ScatterPlot.OfClasses(Synthetic.Classification(samples: 200, features: 2, redundant: 0))),
        new("GeneralizedLinear", "Predict the rate of counts, through the right link.", "Counts over one feature, more and more of them to one side",
            () => ScatterPlot.OfTarget(Synthetic.GeneralizedLinear(samples: 200, family: GeneralizedLinearFamily.Poisson, features: 1))),
        new("LinearRegression", "Fit a line, and nothing but a line.", "Points along a line",
            () => ScatterPlot.OfTarget(Synthetic.LinearRegression(samples: 200, features: 1, informative: 1))),
        new("Friedman1", "Learn the interaction of two features, a square and two lines.", "Points of two features, coloured by the target, which is largest where both are about 0.7",
            () => ScatterPlot.OfValues(Synthetic.Friedman1(samples: 300))),
        new("Friedman2", "Learn from features of very different scales.", "Points of two features, coloured by the target, which grows with their product",
            () => ScatterPlot.OfValues(Synthetic.Friedman2(samples: 300), x: 1, y: 2)),
        new("Friedman3", "Learn an angle from features of very different scales.", "Points of two features, coloured by the target",
            () => ScatterPlot.OfValues(Synthetic.Friedman3(samples: 300), x: 0, y: 2)),
        new("SwissRoll", "Unroll a rolled-up sheet.", "A spiral of points seen from its side, coloured by the place along it",
            () => ScatterPlot.OfValues(Synthetic.SwissRoll(samples: 300), x: 0, y: 2)),
        new("SCurve", "Unroll a sheet that is bent like an S.", "An S of points seen from its side, coloured by the place along it",
            () => ScatterPlot.OfValues(Synthetic.SCurve(samples: 300), x: 0, y: 2)),
        new("SparseUncorrelated", "Leave out features that say nothing.", "Points of two features, coloured by the target, which grows along a slanted line",
            () => ScatterPlot.OfValues(Synthetic.SparseUncorrelated(samples: 300))),
        new("MissingValues", "Use what is missing, and that it is.", "Four tables of 24 samples and 8 features, black where a value is known and white where it is missing",
            () => ImageGrid.Of(Synthetic.MissingValues(samples: 96).Training.Inputs[1].reshape(4, 24, 8))),
        new("Images", "Recognise patterns in images.", "Six noisy patterns of grey pixels, each with its class",
            () => OfClasses(Synthetic.Images(samples: 6, height: 12, width: 12, classes: 3, noise: 0.5))),
        new("Segmentation", "Find the shape to which each pixel belongs.", "Three images with discs, squares and crosses, each shape in the colour of its class",
            () => OfLabels(Synthetic.Segmentation(samples: 3, size: [18, 18], objects: 2))),
        new("Detection", "Find objects, their extents and their classes.", "Three images with rectangles of different brightness, each in a box of its class's colour",
            () => OfBoxes(Synthetic.Detection(samples: 3, size: [18, 18], objects: 2, boxSize: (4, 7), format: BoxFormat.XyXy, pixels: true))),
        new("MarkovTokens", "Continue a text whose grammar is a Markov chain.", "Rows of tokens in which some follow each other often",
            () => TokenGrid.Of(TokenGrid.Rows(Synthetic.MarkovTokens(samples: 8, length: 12).Training.Input, "text"))),
        new("TokenOrder", "Tell which of two tokens comes first.", "Rows of tokens, each with its class",
            () => OfSequences(Synthetic.TokenOrder(samples: 8))),
        new("VariableLengths", "Read sequences of different lengths, and not their padding.", "Rows of tokens that end in a different number of zeros, each with its class",
            () => OfSequences(Synthetic.VariableLengths(samples: 8))),
        new("TimeSeries", "Predict how a wave goes on.", "Three noisy waves over 24 time steps",
            () => LinePlot.Of(Synthetic.TimeSeries(samples: 3).Training.Input.squeeze(2), ["window 0", "window 1", "window 2"])),
        new("SequenceToSequence", "Reverse, copy or add sequences of tokens.", "Pairs of rows: tokens, and the same ones in reverse order",
            () => OfTranslations(Synthetic.SequenceToSequence(samples: 5))),
        new("Tagging", "Mark the names in a text.", "Rows of BIO tags: BP begins the name of a person and IP goes on with it, BL and IL those of a place, O is no name",
            () => OfTags(Synthetic.Tagging(samples: 8))),
        new("StochasticBlockModel", "Classify the nodes of one graph, by their neighbours more than by their own features.", "A graph with three communities, many edges within each and few between them",
            () => GraphDrawing.OfNodes(Synthetic.StochasticBlockModel(samples: 45, communities: 3, pIn: 0.3, pOut: 0.01))),
        new("GraphClasses", "Classify small graphs by their structure.", "Six graphs: rings, stars and trees",
            () => GraphDrawing.OfGraphs(Synthetic.GraphClasses(samples: 6), columns: 3)),
        new("Pairs", "Learn an embedding in which samples of one class are near, though the samples themselves are not.", "Pairs of points joined by lines; pairs of one class are long along one direction only",
            () => SegmentPlot.OfPairs(Synthetic.Pairs(samples: 24, classes: 2, features: 1, distractors: 1))),
        new("Triplets", "Learn an embedding in which an anchor is nearer to its own class than to another one.", "Points each joined with one of its class and one of another class",
            () => SegmentPlot.OfTriplets(Synthetic.Triplets(samples: 12, classes: 2, features: 1, distractors: 1))),
    ];

    private static Svg OfClasses(SyntheticData images) =>
        ImageGrid.Of(images.Training.Input, [.. images.Training.Target.Values().Select(label => images.ClassNames[(int)label])]);

    private static Svg OfLabels(SyntheticData images) =>
        ImageGrid.Of(images.Training.Input, labels: images.Training.Target, classNames: images.ClassNames);

    private static Svg OfBoxes(SyntheticData images)
    {
        var (boxes, labels) = (images.Training.Targets[0], images.Training.Targets[1]);
        var perImage = Enumerable.Range(0, (int)boxes.shape[0]).Select(image => (IReadOnlyList<Box>)
        [
            .. Enumerable.Range(0, (int)boxes.shape[1]).Where(box => labels[image, box].item<long>() >= 0).Select(box =>
            {
                var corners = boxes[image, box].Values();
                return new Box(corners[0], corners[1], corners[2], corners[3], (int)labels[image, box].item<long>());
            }),
        ]).ToList();
        return ImageGrid.Of(images.Training.Input, boxes: perImage, classNames: images.ClassNames);
    }

    private static Svg OfSequences(SyntheticData sequences) => TokenGrid.Of(
        [.. TokenGrid.Rows(sequences.Training.Inputs[0], "").Zip(sequences.Training.Target.Values(), (row, label) => (sequences.ClassNames[(int)label], row.Tokens))]);

    private static Svg OfTranslations(SyntheticData sequences) => TokenGrid.Of(
        [.. TokenGrid.Rows(sequences.Training.Inputs[0], "source").Zip(TokenGrid.Rows(sequences.Training.Target, "target")).SelectMany(pair => new[] { pair.First, pair.Second })]);

    private static Svg OfTags(SyntheticData sequences) => TokenGrid.Of(TokenGrid.Rows(sequences.Training.Target, "text"), [.. sequences.ClassNames.Select(tag => tag.Length > 2 ? $"{tag[0]}{tag[2]}" : tag)]);
}
