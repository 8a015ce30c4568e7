using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The inputs of all batches have the declared shape and type, in training and in validation data.</summary>
/// <param name="shape">
/// Sizes separated by commas, inputs by semicolons: "N, 3, H, W" or "N, T; N, 4". N is the number of samples, another name is a size that is the same
/// wherever the name occurs, in every input and batch, a number is exactly that, * is any size.
/// </param>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class InputShapeAttribute(string shape, [CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "The inputs of all batches have the declared shape and type, in training and in validation data.";

    internal override Stage Stage => Stage.Data;

    /// <summary>The declared shape.</summary>
    public string Shape { get; } = shape;

    /// <summary>The type of each input, such as "float32" or "int64; float32"; null, the default, for any. One type stands for all inputs.</summary>
    public string? Type { get; set; }

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        var declared = DeclaredShape.Parse(Shape);
        if (DeclaredShape.Unreadable(declared) is { } wrong)
        {
            return Verdict.Fails($"[InputShape(\"{Shape}\")] has \"{wrong}\" for a size")
                .ChangeTo("write each size as a number, a name such as N or T, or *; separate sizes by commas and inputs by semicolons: \"N, 3, H, W\"");
        }
        var types = Type?.Split(';', StringSplitOptions.TrimEntries).Select(InputType.Named).ToList();
        if (types is not null && (types.Contains(null) || (types.Count != 1 && types.Count != declared.Count)))
        {
            return Verdict.Fails($"[InputShape(\"{Shape}\", Type = \"{Type}\")] has a Type that cannot be read")
                .ChangeTo($"give one type for all inputs or one per input, separated by semicolons: {InputType.Known}");
        }
        var pipeline = evidence.Pipeline;
        var known = new Dictionary<string, long>();
        var findings = Mismatches(pipeline.Training, "training", declared, types, known).Concat(Mismatches(pipeline.Validation, "validation", declared, types, known)).ToList();
        if (findings.Count == 0)
            return Verdict.Holds($"[{Shape}]{(Type is null ? "" : $" {Type}")} in {pipeline.Training.Extent} of training data{(pipeline.Validation.Batches > 0 ? $" and {pipeline.Validation.Extent} of validation data" : "")}");
        return Verdict.Fails($"inputs have another {(findings.TrueForAll(one => one.IsType) ? "type" : "shape")} than declared")
            .At(findings.Select(one => one.Finding))
            .Because(findings[0].IsType ? "the data is converted to another type than the model takes, or not at all" : "the batches are cut, stacked, permuted or padded in another way than declared")
            .ChangeTo(findings[0].IsType ? "convert the inputs where the batch is made: tensor.to(float32); or correct the declared type" : "correct the pipeline, or the declared shape: a name for a size that may vary between fixtures, * for one that may vary between batches");
    }

    private static IEnumerable<(Finding Finding, bool IsType)> Mismatches(
        EpochReading epoch, string noun, List<string[]> declared, List<TorchSharp.torch.ScalarType?>? types, Dictionary<string, long> known)
    {
        if (epoch.Batches > 0 && epoch.Inputs.Count != declared.Count)
        {
            yield return (new Finding("input", "", $"{Figures.Count(epoch.Inputs.Count, "input")} instead of {declared.Count} in the {noun} data"), false);
            yield break;
        }
        for (var i = 0; i < epoch.Inputs.Count; i++)
        {
            var name = epoch.Inputs.Count == 1 ? "input" : $"input {i}";
            foreach (var format in epoch.Inputs[i].Formats)
            {
                // Each batch has its own number of samples.
                known.Remove(DeclaredShape.BatchSymbol);
                var size = ModelTests.Shape.OfSizes(format.Shape);
                if (DeclaredShape.Difference(declared[i], format.Shape, known) is { } difference)
                    yield return (new Finding(name, size, $"{difference.Text}, first in {noun} batch {format.Batch}"), false);
                if (types is not null && format.Type != types[types.Count == 1 ? 0 : i])
                    yield return (new Finding(name, size, $"{format.Type.ToString().ToLowerInvariant()} and not {types[types.Count == 1 ? 0 : i].ToString()!.ToLowerInvariant()}, first in {noun} batch {format.Batch}"), true);
            }
        }
    }
}
