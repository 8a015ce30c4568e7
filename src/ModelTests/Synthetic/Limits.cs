namespace ModelTests;

/// <summary>What can be reached on a synthetic task, by its formula; null where that is not known.</summary>
/// <param name="InputIndependentLoss">The least expected loss of a predictor that ignores its input.</param>
/// <param name="LossFloor">The least expected loss of any predictor.</param>
/// <param name="BayesError">The least expected share of wrong labels.</param>
internal sealed record Limits(double? InputIndependentLoss, double? LossFloor, double? BayesError = null);
