namespace ModelTests;

/// <summary>One tensor of the first training batch: its figures, and a few samples of it.</summary>
/// <param name="Name">"the input", "target 1".</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Type">Its number type.</param>
/// <param name="Least">The least of its finite values; null when it has none.</param>
/// <param name="Largest">The largest of them.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Deviation">Their standard deviation.</param>
/// <param name="NonFinite">How many values are NaN or infinite.</param>
/// <param name="Samples">The first samples: pictures where they are images, else their first values.</param>
internal sealed record TensorPicture(string Name, IReadOnlyList<long> Shape, string Type, double? Least, double? Largest, double? Mean, double? Deviation, long NonFinite, IReadOnlyList<SamplePicture> Samples)
{
    public const int MostSamples = 6;

    /// <summary>Inputs and targets; a batch with more is unusual.</summary>
    public const int Most = 8;
}

/// <summary>One sample of a tensor.</summary>
/// <param name="Values">Its first values; empty for an image.</param>
/// <param name="Image">Its picture; null when it is none.</param>
internal sealed record SamplePicture(IReadOnlyList<double> Values, ImagePicture? Image)
{
    public const int MostValues = 16;
}

/// <summary>A sample as an image, made smaller, from the least value (0) to the largest (255) of its tensor.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Pixels">Row by row, the channels of a pixel together.</param>
internal sealed record ImagePicture(int Width, int Height, int Channels, IReadOnlyList<int> Pixels)
{
    public const int LargestSide = 32;
}
