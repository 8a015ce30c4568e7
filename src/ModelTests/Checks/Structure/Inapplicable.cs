namespace ModelTests;

/// <summary>Why a check of what outputs depend on makes no sense for a fixture.</summary>
internal static class Inapplicable
{
    /// <summary>Null when the fixture says how the model is called.</summary>
    public static Verdict? ToForward(Evidence evidence) => evidence.Facts.HasForward
        ? null
        : Verdict.DoesNotApply("the fixture does not say how the model is called; override Forward");

    /// <summary>Null when the fixture says how the model is called, and rows are samples.</summary>
    public static Verdict? ToSamples(Evidence evidence) => ToForward(evidence) ?? (evidence.Facts.IsSeparable
        ? null
        : Verdict.DoesNotApply("the rows of a batch are no samples: Batch.Separable is false"));
}
