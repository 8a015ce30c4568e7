namespace ModelTests.Tool;

/// <summary>How something stands.</summary>
internal enum State
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Tests will fail or mislead.</summary>
    Wrong,

    /// <summary>It could not be found out; the text says why.</summary>
    Unknown,
}

/// <summary>One line of what the doctor says.</summary>
/// <param name="State">How it stands.</param>
/// <param name="Subject">What was looked at.</param>
/// <param name="Text">What was seen.</param>
/// <param name="Change">What to do; null when there is nothing to do.</param>
internal sealed record Diagnosis(State State, string Subject, string Text, string? Change = null);
