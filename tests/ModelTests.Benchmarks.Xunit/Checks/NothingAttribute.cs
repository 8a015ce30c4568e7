using static TorchSharp.torch;

namespace ModelTests.Benchmarks.Checks;

/// <summary>A check that looks at nothing: what is left is what it costs to be a check.</summary>
/// <param name="number">Tells it from the others of its class.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class NothingAttribute(int number) : CheckAttribute("", 0)
{
    /// <inheritdoc/>
    public override string Claim => "Nothing.";

    internal override Stage Stage => Stage.Model;

    internal override string Arguments => $"{number}";

    internal override Verdict Judge(Evidence evidence)
    {
        using var one = ones(1);
        return Verdict.Holds("nothing was looked at");
    }
}
