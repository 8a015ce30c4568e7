using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the fixture makes of batches unlike the first; recorded before the recipes are proven, because those of a wrong model are of no interest here.</summary>
    internal OddBatches OddBatches => Recorded(() => OddBatches.Record(CreateUnproven, Pipeline, Budget)).Value;
}

/// <summary>
/// Training and validation batches whose format is another than the first's, or whose inputs are not finite, tried by the fixture's own training step and
/// evaluation. Where those work on the first batch and not on such a one, the batch is to blame.
/// </summary>
/// <param name="Refused">What was thrown, with the batch; null when all formats are taken.</param>
/// <param name="NonFinite">The first batch whose inputs are not finite and make the loss so; null when there is none.</param>
internal sealed record OddBatches(FixtureException? Refused, OddBatch? NonFinite)
{
    public static OddBatches Record(Func<Subject> create, PipelineReading pipeline, RunBudget budget)
    {
        var (training, validation) = (Try(create, pipeline.Training, ofValidation: false, budget), Try(create, pipeline.Validation, ofValidation: true, budget));
        return new OddBatches(training.Refused ?? validation.Refused, training.NonFinite ?? validation.NonFinite);
    }

    private static OddBatches Try(Func<Subject> create, EpochReading epoch, bool ofValidation, RunBudget budget)
    {
        var none = new OddBatches(null, null);
        var nonFinite = epoch.Inputs.Where(input => input.FirstNonFinite is not null).Select(input => input.FirstNonFinite!.Value.Batch).ToHashSet();
        if (epoch.OddBatches.Count + nonFinite.Count == 0)
            return none;
        using var scope = NewDisposeScope();
        using var subject = create();
        var batches = Read(subject, ofValidation, [0, .. epoch.OddBatches, .. nonFinite]);
        foreach (var batch in batches)
        {
            budget.Step($"while trying {batch.Origin}");
            subject.Reseed();
            if (Problem(subject, batch) is { } problem)
                return none with { NonFinite = problem };
            try
            {
                _ = ofValidation ? subject.Evaluate(batch) : subject.TrainStep(batch);
            }
            catch (FixtureException refused)
            {
                // What the first batch breaks, other checks tell.
                return batch == batches[0] ? none : none with { Refused = refused };
            }
        }
        return none;
    }

    /// <summary>All are read before the first is tried: what is tried draws from the generator that the data may be drawn from.</summary>
    private static List<Batch> Read(Subject subject, bool ofValidation, HashSet<int> numbers)
    {
        var (data, found) = (subject.CreateData(), new List<Batch>());
        var (noun, recipe) = ofValidation ? ("validation batch", "ValidationBatches") : ("training batch", "TrainingBatches");
        var number = 0;
        foreach (var batch in BatchReading.Read(noun, recipe, ofValidation ? data.ValidationBatches : data.TrainingBatches).Take(numbers.Max() + 1))
        {
            if (numbers.Contains(number))
                found.Add(batch.For(data.Task).Clone().ReadAt(new BatchOrigin(noun, number, found.FirstOrDefault())));
            number++;
        }
        return found;
    }

    /// <summary>Null when what is not finite does not reach the loss, as when the model or the loss leaves it out.</summary>
    private static OddBatch? Problem(Subject subject, Batch batch)
    {
        var values = batch.Inputs.Select(TensorScan.Find).ToList();
        var at = values.FindIndex(found => found is not null);
        return at >= 0 && LossOf(subject, batch) is { } loss && !double.IsFinite(loss)
            ? new OddBatch(batch.Origin!, batch.Inputs.Count == 1 ? "input" : $"input {at}", values[at]!, loss) : null;
    }

    /// <summary>Null when it cannot be had.</summary>
    private static double? LossOf(Subject subject, Batch batch)
    {
        try
        {
            return subject.Evaluate(batch) is { NumberOfElements: 1 } loss ? loss.ToDouble() : null;
        }
        catch (FixtureException)
        {
            return null;
        }
    }
}

/// <summary>A batch with inputs that are not finite.</summary>
/// <param name="Origin">Which it is.</param>
/// <param name="Input">"input", or "input 1" where there are several.</param>
/// <param name="Values">What is not finite in it.</param>
/// <param name="Loss">Which is not finite either.</param>
internal sealed record OddBatch(BatchOrigin Origin, string Input, NonFinite Values, double Loss);
