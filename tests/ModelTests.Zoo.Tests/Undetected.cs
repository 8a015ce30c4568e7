namespace ModelTests.Zoo.Tests;

/// <summary>The cases that no check finds yet. A case that is found after all fails its test until it is taken out here.</summary>
internal static class Undetected
{
    public static IReadOnlySet<string> Ids { get; } = new HashSet<string>
    {
        // The loss and the padding token are not probed yet.
        "LS05", "LS09",
        // There is no check of state and repetition yet.
        "PR01", "PR03",
        // A layer that is made anew in every forward call gives another output each time.
        "TS02",
        // Parameters that appear in the first forward call are not looked for in the optimizer.
        "TS16",
        // Adam learns the batch in spite of such weights.
        "NU10", "NU10b",
        // Live tensors are not counted yet.
        "TS11",
    };
}
