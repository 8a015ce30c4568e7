namespace ModelTests;

/// <summary>Turned into a skip on its way to xUnit.</summary>
internal sealed class CheckSkippedException(string reason) : Exception(reason);
