namespace ModelTests;

/// <summary>Why values are missing (Rubin, Inference and missing data, Biometrika 63, 1976).</summary>
public enum Missingness
{
    /// <summary>For no reason: each value with the same probability (MCAR).</summary>
    CompletelyAtRandom,

    /// <summary>Because of what is seen of another feature (MAR): where the first feature, which is never missing, is above 0.</summary>
    AtRandom,

    /// <summary>Because of the value itself (MNAR): the largest are missing, so that a gap says that a value is large.</summary>
    NotAtRandom,
}
