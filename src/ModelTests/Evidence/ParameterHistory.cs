namespace ModelTests;

/// <summary>What happened to one parameter in a few training steps, seen from outside the step.</summary>
internal sealed class ParameterHistory
{
    public required string Path { get; init; }

    public required IReadOnlyList<long> Size { get; init; }

    /// <summary>The path of the module that owns it.</summary>
    public required string Owner { get; init; }

    public required bool RequiresGradient { get; init; }

    /// <summary>How many times the optimizers hold it; once is right.</summary>
    public required int TimesInOptimizer { get; init; }

    /// <summary>The largest learning rate that any of its groups had in any step; 0 when no optimizer holds it.</summary>
    public double LearningRate { get; set; }

    /// <summary>The first step, from 1, after which its values were other than at the start; null when they never were.</summary>
    public int? MovedAt { get; set; }

    /// <summary>What is not finite in its values, if anything.</summary>
    public NonFinite? NonFiniteValue { get; set; }

    /// <summary>What is not finite in its gradient, if anything.</summary>
    public NonFinite? NonFiniteGradient { get; set; }

    /// <summary>Whether any step left a gradient, zero or not.</summary>
    public bool HadGradient { get; set; }

    /// <summary>The largest magnitude that its gradient had after any step.</summary>
    public double LargestGradient { get; set; }

    /// <summary>The largest root mean square that its gradient had after any step.</summary>
    public double GradientSize { get; set; }

    /// <summary>The largest magnitude of its values at the start.</summary>
    public double LargestValue { get; init; }

    public bool Moved => MovedAt is not null && NonFiniteValue is null;
}
