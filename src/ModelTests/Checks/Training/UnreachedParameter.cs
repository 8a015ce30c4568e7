namespace ModelTests;

/// <summary>What is wrong with a parameter's gradient, the most fundamental first.</summary>
internal enum GradientFault
{
    NonFinite,
    None,
    Zero,
}

/// <summary>A trainable parameter that the loss does not reach, and how that shows.</summary>
internal sealed record UnreachedParameter(ParameterHistory Parameter, GradientFault Fault, string Text)
{
    /// <summary>The parameters without a finite gradient above 0, neither at the initial weights nor in any training step.</summary>
    /// <remarks>
    /// Training steps count, too: what lies behind a zero-initialised branch gets its first gradient after the branch has moved. So do other initial
    /// weights: no sample may be routed to an expert.
    /// </remarks>
    public static List<UnreachedParameter> In(Evidence evidence)
    {
        var trainable = evidence.Steps.Parameters.Where(parameter => parameter.RequiresGradient).ToList();
        var typical = IdlePart.Typical(trainable);
        return [.. trainable.Select(parameter => Of(parameter, evidence))
            .OfType<UnreachedParameter>()
            .Where(entry => entry.Fault == GradientFault.NonFinite || !IdlePart.Is(entry.Parameter, trainable, typical))];
    }

    private static UnreachedParameter? Of(ParameterHistory parameter, Evidence evidence)
    {
        var (fresh, hasLoss) = (evidence.FreshGradients.Largest(parameter.Path), evidence.Facts.HasLoss);
        if (fresh is { } largest && !double.IsFinite(largest))
            return new(parameter, GradientFault.NonFinite, $"gradient {(double.IsNaN(largest) ? "NaN" : "Inf")} at the initial weights");
        if (parameter.NonFiniteGradient is { } bad)
            return new(parameter, GradientFault.NonFinite, $"gradient in training: {bad}");
        if (fresh > 0 || parameter.LargestGradient > 0)
            return null;
        // A step may clear its gradients at its end. Without a loss of our own to look at, movement has to do.
        if (parameter.Moved && (!hasLoss || evidence.OpenedGradients.Largest(parameter.Path) > 0))
            return null;
        if (evidence.OtherInitialWeights.Reached.Contains(parameter.Path))
            return null;
        return (hasLoss ? fresh is null : !parameter.HadGradient)
            ? new(parameter, GradientFault.None, "no gradient")
            : new(parameter, GradientFault.Zero, "gradient exactly 0");
    }
}
