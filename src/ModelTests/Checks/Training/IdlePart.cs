namespace ModelTests;

/// <summary>
/// Part of a module that is otherwise trained, and of a kind that can be idle in a healthy model: a bias that something behind it
/// cancels, or the hidden-to-hidden weights of a recurrent layer on sequences of length 1.
/// </summary>
internal static class IdlePart
{
    /// <summary>
    /// A gradient this much smaller than the median parameter's is rounding: a bias before a normalisation layer and the bias of attention
    /// keys cannot change the output, and single precision leaves about 1e-7 of what cancels there.
    /// </summary>
    public const double NumericalZero = 1e-5;

    /// <param name="parameter">The parameter that gets no gradient to speak of.</param>
    /// <param name="trainable">All trainable parameters.</param>
    /// <param name="typical">What <see cref="Typical"/> gives for them.</param>
    public static bool Is(ParameterHistory parameter, IReadOnlyList<ParameterHistory> trainable, double typical)
    {
        var name = parameter.Path[(parameter.Path.LastIndexOf('.') + 1)..];
        return trainable.Any(other => other != parameter && other.Owner == parameter.Owner && other.Moved && other.LargestGradient > NumericalZero * typical)
            && (parameter.Size.Count == 1 || name.StartsWith("weight_hh", StringComparison.Ordinal));
    }

    /// <summary>The median over the parameters of their largest gradients, those without one left out.</summary>
    public static double Typical(IEnumerable<ParameterHistory> trainable)
    {
        var sorted = trainable.Select(parameter => parameter.LargestGradient).Where(largest => largest > 0).Order().ToList();
        return sorted.Count == 0 ? 0 : sorted[sorted.Count / 2];
    }
}
