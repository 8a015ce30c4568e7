using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Each sample keeps its label on its way through the data pipeline.</summary>
/// <remarks>A probe data set is sent through the fixture's <c>CreateDataFrom</c>.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class LabelsAlignedAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Each sample keeps its label on its way through the data pipeline.";

    internal override Stage Stage => Stage.Data;

    /// <summary>The sizes of one raw sample, without the batch dimension, such as "28, 28, 3"; null, the default, for those of the batches.</summary>
    public string? Raw { get; set; }

    /// <summary>The type of raw samples, such as "uint8"; null, the default, for that of the batches.</summary>
    public string? RawType { get; set; }

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        var size = new List<long>();
        foreach (var text in Raw?.Split(',', StringSplitOptions.TrimEntries) ?? [])
        {
            if (!long.TryParse(text, out var length) || length < 1)
                return Verdict.Fails($"[LabelsAligned(Raw = \"{Raw}\")] has \"{text}\" for a size").ChangeTo("write the sizes of one raw sample as numbers, separated by commas: Raw = \"28, 28, 3\"");
            size.Add(length);
        }
        var type = RawType is null ? null : InputType.Named(RawType);
        if (RawType is not null && type is null)
            return Verdict.Fails($"[LabelsAligned(RawType = \"{RawType}\")] names no type").ChangeTo($"give one of {InputType.Known}");
        if (evidence.Pipeline.Training.Targets.Count == 0)
            return Verdict.DoesNotApply("the batches have no targets");
        var alignment = evidence.LabelAlignment(Raw is null ? null : size, type);
        if (alignment.Unknown is { } unknown)
            return Verdict.CouldNotTell(unknown);
        if (alignment.Wrong.Count == 0)
            return Verdict.Holds($"{Figures.Count(alignment.Rows, "probe sample")} came out with their own labels");
        return Verdict.Fails($"{alignment.Wrong.Count} of {Figures.Count(alignment.Rows, "probe sample")} came out with another sample's label")
            .At([new Finding("labels", "", "do not follow their samples"), .. alignment.Wrong.Select(place => new Finding("labels", "", $"{place}: the label of another sample"))])
            .Because(alignment.Wrong.Count * 4 > alignment.Rows
                ? "samples and labels are shuffled apart: two permutations, or one of the two alone"
                : "some samples and labels are moved, dropped or sorted apart: a filter, a shift or an augmentation that reaches one of the two")
            .ChangeTo("draw one permutation and index both with it; filter and augment pairs of sample and label");
    }
}
