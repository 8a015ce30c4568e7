namespace ModelTests;

/// <summary>One figure of a model's quality.</summary>
/// <param name="Name">What it is called in the field, such as "accuracy".</param>
/// <param name="Value">Its value.</param>
/// <param name="HigherIsBetter">False for losses and errors.</param>
public sealed record Metric(string Name, double Value, bool HigherIsBetter = true);
