namespace ModelTests;

/// <summary>
/// This check is expected to fail on this fixture, for a reason. It is still run: a failure is reported as a skip with the reason,
/// and a check that holds after all fails, so that no exemption outlives its cause.
/// </summary>
/// <param name="check">The check's name, such as "OverfitsSingleBatch".</param>
/// <param name="because">Why it is right that the check fails here.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ExemptAttribute(string check, string because) : Attribute
{
    /// <summary>The check's name.</summary>
    public string Check { get; } = check;

    /// <summary>Why it is right that the check fails here.</summary>
    public string Because { get; } = because;
}
