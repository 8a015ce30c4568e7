using System.Text.RegularExpressions;

namespace ModelTests;

/// <summary>A claim about a model, its training step, its loss or its data. On a fixture class it becomes one test.</summary>
/// <param name="sourceFile">The user's file, filled in by the compiler.</param>
/// <param name="sourceLine">The attribute's line, filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = true)]
public abstract partial class CheckAttribute(string sourceFile, int sourceLine) : Attribute
{
    /// <summary>The check's name: the attribute's name without "Attribute".</summary>
    public string Name => GetType().Name[..^nameof(Attribute).Length];

    /// <summary>What the check claims, in one sentence.</summary>
    public abstract string Claim { get; }

    /// <summary>Not run at all, for this reason.</summary>
    public string? Skip { get; set; }

    /// <summary>Why the exemption that this attribute declares is right; an exemption needs a reason.</summary>
    public string? Because { get; set; }

    /// <summary>The user's file that holds the attribute.</summary>
    public string SourceFile { get; } = sourceFile;

    /// <summary>The line of the attribute in <see cref="SourceFile"/>.</summary>
    public int SourceLine { get; } = sourceLine;

    /// <summary>Where it looks: the part of the fixture that its failure is blamed on.</summary>
    internal abstract Stage Stage { get; }

    /// <summary>Whether its failure may come from any part, so that the parts are told apart by exchanging them.</summary>
    internal virtual bool SeesEveryPart => false;

    /// <summary>Whether <see cref="StandardChecksAttribute"/> includes it: it needs nothing declared.</summary>
    internal virtual bool IsStandard => true;

    /// <summary>Whether it trains for quality or starts processes: it is judged for its own test only, not to diagnose another's failure.</summary>
    internal virtual bool TakesLong => false;

    /// <summary>What tells this attribute from another of its kind on the same class, as it was written: "embedding.weight, head.weight". Empty for checks that a class has once.</summary>
    internal virtual string Arguments => "";

    /// <summary>Where the check is documented.</summary>
    internal string DocsPage => $"docs/checks/{Hyphenated()}.md";

    /// <summary>Asks for evidence and judges it; trains, seeds and writes nothing itself.</summary>
    internal abstract Verdict Judge(Evidence evidence);

    private string Hyphenated() => WordStart().Replace(Name, "-").ToLowerInvariant();

    [GeneratedRegex("(?<=[a-z])(?=[A-Z])")]
    private static partial Regex WordStart();
}
