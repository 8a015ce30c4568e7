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
    private const string BatchSymbol = "N";

    /// <inheritdoc/>
    public override string Claim => "The outputs have the declared shape, for every batch size.";

    /// <summary>The declared shape.</summary>
    public string Shape { get; } = shape;

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        var declared = (Shape ?? "").Split(';').Select(output => output.Split(',', StringSplitOptions.TrimEntries)).ToList();
        if (declared.SelectMany(output => output).FirstOrDefault(size => !IsSize(size)) is { } wrong)
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

    private static bool IsSize(string size) => size == "*" || long.TryParse(size, out _) || (size.Length > 0 && char.IsLetter(size[0]) && size.All(letter => char.IsLetterOrDigit(letter) || letter == '_'));

    private static IEnumerable<Mismatch> Mismatches(List<string[]> declared, IReadOnlyList<OutputSample> passes)
    {
        var known = new Dictionary<string, (long Size, string Input)>();
        foreach (var pass in passes)
        {
            // Rows that are no samples have no number that could be known.
            known.Remove(BatchSymbol);
            if (pass.BatchSize is { } samples)
                known[BatchSymbol] = (samples, pass.Input);
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
                if (Difference(declared[i], pass.Outputs[i].Size, known, pass.Input) is { } difference)
                    yield return new Mismatch(name, pass.Outputs[i].Size, difference.Text, pass.Input, difference.IsBatchSize);
            }
        }
    }

    private static (string Text, bool IsBatchSize)? Difference(string[] declared, IReadOnlyList<long> size, Dictionary<string, (long Size, string Input)> known, string input)
    {
        if (declared.Length != size.Count)
            return ($"{Figures.Count(size.Count, "dimension")} instead of {declared.Length}", false);
        for (var i = 0; i < declared.Length; i++)
        {
            var symbol = declared[i];
            if (symbol == "*")
                continue;
            if (long.TryParse(symbol, out var exact))
            {
                if (size[i] != exact)
                    return ($"dimension {i} is {size[i]} and not {exact}", false);
            }
            else if (!known.TryAdd(symbol, (size[i], input)) && known[symbol].Size != size[i])
            {
                return ($"dimension {i} is {size[i]} and {symbol} is {known[symbol].Size}", symbol == BatchSymbol);
            }
        }
        return null;
    }

    private sealed record Mismatch(string Output, IReadOnlyList<long>? Size, string Text, string Input, bool IsBatchSize);
}
