namespace ModelTests;

/// <summary>When one failing check explains others.</summary>
/// <param name="Cause">The check whose failure is the cause.</param>
/// <param name="Needs">What must be so beside both failing.</param>
/// <param name="Explains">The checks whose failures follow from it.</param>
internal sealed record CauseRule(string Cause, Need Needs, IReadOnlyList<string> Explains);

/// <summary>What a rule needs beside two failing checks.</summary>
internal enum Need
{
    /// <summary>Nothing: whatever the cause found, the symptom follows.</summary>
    Nothing,

    /// <summary>Both name parts of the model, and one part of the cause is one of the symptom, holds it or lies in it.</summary>
    SamePart,

    /// <summary>The cause was seen in the fixture's own training, and not on unusual inputs only.</summary>
    InTraining,

    /// <summary>No parameter has a gradient: the fault lies behind all of them.</summary>
    NoGradientAnywhere,

    /// <summary>The symptom says no more than that the fixture cannot be used at all.</summary>
    UnusableFixture,
}
