namespace ModelTests;

/// <summary>With which weights a model computes what is compared before and after a change of its code.</summary>
public enum InitialWeights
{
    /// <summary>
    /// Values that the seed decides are replaced by values that hang on the shape and the order of the parameters alone. Layers may then be created in another
    /// order, which draws other numbers for each. Values that no seed changes stay: zeros and ones of norms, pretrained weights.
    /// </summary>
    Fixed,

    /// <summary>The values that CreateModel draws after the fixture's seed: the draw itself must stay the same.</summary>
    Drawn,
}
