using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the fixture is, for the line that tells how to reproduce a failure.</summary>
    internal SubjectFacts Facts => RecordedFacts.Value;

    internal SubjectFacts? FactsIfRecorded => RecordedFacts.IsRecorded ? Facts : null;

    private Recorded<SubjectFacts> RecordedFacts => Recorded(() => SubjectFacts.Record(CreateUnproven, Budget));
}

/// <summary>
/// What is under test, in the figures that reproduce it; recorded before anything else. Each recipe is called once, in order and by itself,
/// so that a broken one is named as such and not as a training step that went wrong.
/// </summary>
/// <param name="Seed">The seed of the initial weights.</param>
/// <param name="Device">Where the parameters lie.</param>
/// <param name="NumberType">The type of the first parameter.</param>
/// <param name="BatchShapes">The inputs of the first training batch.</param>
/// <param name="HasLoss">Whether the loss can be computed apart from the training step.</param>
/// <param name="HasForward">Whether the fixture says how the model is called; an adversarial pair may have only a training step.</param>
/// <param name="IsSeparable">Whether the rows of a batch are samples.</param>
internal sealed record SubjectFacts(int Seed, string Device, string NumberType, string BatchShapes, bool HasLoss, bool HasForward, bool IsSeparable)
{
    public static SubjectFacts Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while building the model and reading its first batch");
        using var scope = NewDisposeScope();
        using var subject = create();
        subject.RequireTrainableParameters();
        using var batch = subject.Batches(1)[0];
        var hasLoss = subject.HasLoss(batch);
        subject.Reseed();
        var output = Output(subject, batch, mayFail: !hasLoss && subject.DefinesTrainStep);
        if (hasLoss)
            _ = subject.Loss(output!, batch);
        var sample = subject.Tree.Parameters[0].Tensor;
        return new SubjectFacts(subject.Seed, sample.device.ToString(), sample.dtype.ToString().ToLowerInvariant(),
            string.Join(", ", batch.Inputs.Select(Shape.Of)), hasLoss, output is not null, batch.Separable);
    }

    private static ModelOutput? Output(Subject subject, Batch batch, bool mayFail)
    {
        try
        {
            return subject.Forward(batch);
        }
        catch (FixtureException) when (mayFail)
        {
            return null;
        }
    }
}
