using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The outputs have the declared shape, for every batch size.</summary>
/// <param name="shape">
/// Sizes separated by commas, outputs by semicolons: "N, 10" or "N, T, 12; N, 4". N is the number of samples, another name is a size
/// that is the same wherever the name occurs, in every output and batch, a number is exactly that, * is any size.
/// </param>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class OutputShapeAttribute(string shape, [CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "The outputs have the declared shape, for every batch size.";

    internal override Stage Stage => Stage.Model;

    /// <summary>The declared shape.</summary>
    public string Shape { get; } = shape;

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        var declared = DeclaredShape.Parse(Shape);
        if (DeclaredShape.Unreadable(declared) is { } wrong)
        {
            return Verdict.Fails($"[OutputShape(\"{Shape}\")] has \"{wrong}\" for a size")
                .ChangeTo("write each size as a number, a name such as N or T, or *; separate sizes by commas and outputs by semicolons: \"N, 10\"");
        }
        if (!evidence.Facts.HasForward)
            return Verdict.DoesNotApply("the fixture does not say how the model is called: override Forward");
        var passes = evidence.Outputs.Passes;
        var findings = Mismatches(declared, passes).ToList();
        return findings.Count == 0
            ? Verdict.Holds($"[{Shape}] in {Figures.Count(passes.Count, "pass", "passes")}: {string.Join(", ", passes.Select(pass => pass.Input))}")
            : Fails(evidence, findings);
    }

    private Verdict Fails(Evidence evidence, List<Mismatch> found)
    {
        var last = evidence.Layers.Last;
        var first = found[0];
        return Verdict.Fails($"{(found.Count == 1 ? "one output has" : $"{found.Count} outputs have")} another shape than [{Shape}]")
            .At(found.Select(one => new Finding(one.Output, one.Size is null ? "" : ModelTests.Shape.OfSizes(one.Size), $"{one.Text}, for {one.Input}")))
            .Because(first.IsBatchSize
                ? "samples are merged, split or transposed on the way: a reshape with a size written out, or a batch that does not lie along the declared dimension"
                : $"the model ends{(last.Length == 0 ? "" : $" after {last}")} with another shape than declared")
            .ChangeTo(first.IsBatchSize ? "reshape with the size of the input: view(x.shape[0], -1) or flatten(1)" : "correct the last layer's number of outputs, or the declared shape");
    }

    private static IEnumerable<Mismatch> Mismatches(List<string[]> declared, IReadOnlyList<OutputSample> passes)
    {
        var known = new Dictionary<string, long>();
        foreach (var pass in passes)
        {
            // Rows that are no samples have no number that could be known.
            known.Remove(DeclaredShape.BatchSymbol);
            if (pass.BatchSize is { } samples)
                known[DeclaredShape.BatchSymbol] = samples;
            if (pass.WasRefused)
            {
                yield return new Mismatch("forward", null, "the model throws", pass.Input, IsBatchSize: true);
                continue;
            }
            if (pass.Outputs.Count != declared.Count)
            {
                yield return new Mismatch("output", null, $"{Figures.Count(pass.Outputs.Count, "output")} instead of {declared.Count}", pass.Input, IsBatchSize: false);
                continue;
            }
            for (var i = 0; i < declared.Count; i++)
            {
                var name = declared.Count == 1 ? "output" : $"output {i}";
                if (DeclaredShape.Difference(declared[i], pass.Outputs[i].Size, known) is { } difference)
                    yield return new Mismatch(name, pass.Outputs[i].Size, difference.Text, pass.Input, difference.IsBatchSize);
            }
        }
    }

    private sealed record Mismatch(string Output, IReadOnlyList<long>? Size, string Text, string Input, bool IsBatchSize);
}
