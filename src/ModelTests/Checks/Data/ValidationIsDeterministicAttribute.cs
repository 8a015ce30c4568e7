using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The validation data is the same each time it is read.</summary>
/// <remarks>Its order may change.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class ValidationIsDeterministicAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "The validation data is the same each time it is read.";

    internal override Stage Stage => Stage.Data;

    internal override Verdict Judge(Evidence evidence)
    {
        var (first, again) = (evidence.Pipeline.Validation, evidence.Pipeline.ValidationAgain);
        if (first.Samples.Count == 0)
            return Verdict.DoesNotApply("there is no validation data: ValidationBatches() is empty");
        var difference = SampleOrder.Difference(first, again);
        if (difference is ReadingDifference.None or ReadingDifference.Order)
            return Verdict.Holds($"{first.Extent} of validation data, the same when read again{(difference == ReadingDifference.Order ? ", in another order" : "")}");
        var known = first.Samples.Select(sample => sample.Input).ToHashSet();
        var kept = again.Samples.Count(sample => known.Contains(sample.Input));
        if (kept > 0 && !first.IsWhole && difference == ReadingDifference.Samples)
            return Verdict.CouldNotTell($"the validation data is shuffled, and only {first.Extent} were read: give a validation loader that does not shuffle");
        var endsEarly = first.IsWhole && again.IsWhole && again.Samples.Count < first.Samples.Count && kept == again.Samples.Count;
        return Verdict.Fails(endsEarly
                ? $"the validation data has {Figures.Count(first.Samples.Count, "sample")} the first time and {again.Samples.Count} the second"
                : $"{again.Samples.Count - kept} of {Figures.Count(again.Samples.Count, "validation sample")} are others when the data is read again")
            .At(new Finding("ValidationBatches", "",
                $"{(difference == ReadingDifference.Inputs ? "the same targets with other inputs" : endsEarly ? "ends" : "other samples")}, from {SampleOrder.FirstDifference(first, again)} on; {first.Extent} compared"))
            .Because(endsEarly ? "the sequence of batches can be read only once, or the last batch is dropped after shuffling"
                : difference == ReadingDifference.Inputs ? "the validation data goes through the random transforms of training"
                : "the validation samples are drawn or cropped at random at each reading")
            .ChangeTo(endsEarly ? "start from the beginning whenever the batches are enumerated" : "give the validation data transforms without chance, such as a centre crop in place of a random one")
            .ExemptBy("[Exempt(\"ValidationIsDeterministic\", \"…\")]");
    }
}
