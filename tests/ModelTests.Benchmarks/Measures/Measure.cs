namespace ModelTests.Benchmarks;

/// <summary>One question about speed, and how it is answered.</summary>
internal abstract class Measure
{
    /// <summary>As --only and the table have it.</summary>
    public abstract string Name { get; }

    /// <summary>What is measured, in one clause.</summary>
    public abstract string Claim { get; }

    /// <summary>Measures.</summary>
    public abstract IReadOnlyList<Figure> Take(Options options);

    /// <summary>Tables beside the figures, in Markdown; asked for afterwards.</summary>
    public virtual string Details => "";
}
