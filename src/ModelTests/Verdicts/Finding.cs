namespace ModelTests;

/// <summary>One thing that is wrong, or one figure that shows it.</summary>
/// <param name="Location">Module path, parameter, setting or recipe.</param>
/// <param name="Size">The shape, where there is one.</param>
/// <param name="Text">What was seen there.</param>
public sealed record Finding(string Location, string Size, string Text);
