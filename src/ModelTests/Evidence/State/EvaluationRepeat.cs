using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Two passes in evaluation mode on one input.</summary>
    internal EvaluationRepeat EvaluationRepeat => Recording(ModelTests.EvaluationRepeat.Record);
}

/// <summary>
/// Two passes in evaluation mode on one input, one after the other, without seeding in between; where they differ, what made them differ.
/// </summary>
/// <param name="Outputs">The shapes of the outputs.</param>
/// <param name="Difference">What was seen at the first output that differs: its shape and figures; null when none does.</param>
/// <param name="Source">What the difference comes from.</param>
internal sealed record EvaluationRepeat(IReadOnlyList<string> Outputs, OutputDifference? Difference, RepeatSource Source)
{
    /// <summary>Where in the model the two passes diverge: a module's path; "" when none could be told.</summary>
    public string Path { get; init; } = "";

    /// <summary>What lies there, in words.</summary>
    public string Detail { get; init; } = "";

    public static EvaluationRepeat Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while running the model twice in evaluation mode");
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var subject = create();
        using var evaluating = subject.Tree.Evaluating();
        var batch = subject.Batches(1)[0];
        subject.Reseed();
        var first = Pass(subject, batch);
        var second = Pass(subject, batch);
        var shapes = first.Select(Shape.Of).ToList();
        if (first.FirstOrDefault(HoldsNaN) is { } bad)
            return new EvaluationRepeat(shapes, new OutputDifference(Shape.Of(bad), $"{TensorScan.Find(bad)}"), RepeatSource.NotANumber);
        if (OutputDifference.Between(first, second) is not { } difference)
            return new EvaluationRepeat(shapes, null, RepeatSource.None);

        budget.Step("while looking for what differs between two passes in evaluation mode");
        using var fresh = create();
        using var evaluatingFresh = fresh.Tree.Evaluating();
        fresh.Reseed();
        var firstOfFresh = Pass(fresh, batch);
        subject.Reseed();
        var reseeded = Pass(subject, batch);
        var seen = new EvaluationRepeat(shapes, difference, RepeatSource.Unseeded);
        if (OutputDifference.Between(first, firstOfFresh) is not null)
            return seen;
        return OutputDifference.Between(first, reseeded) is null ? RandomPart.Find(fresh, batch, seen) : seen with { Source = RepeatSource.CarriedState };
    }

    private static List<Tensor> Pass(Subject subject, Batch batch)
    {
        using var copy = batch.Clone();
        return [.. subject.Forward(copy).Tensors.Select(tensor => tensor.detach().clone())];
    }

    private static bool HoldsNaN(Tensor tensor) => tensor.is_floating_point() && tensor.isnan().any().item<bool>();
}

/// <summary>Where the difference between two passes in evaluation mode comes from.</summary>
internal enum RepeatSource
{
    /// <summary>The passes are equal.</summary>
    None,

    /// <summary>An output is NaN, which equals nothing.</summary>
    NotANumber,

    /// <summary>Two equally seeded models differ in their first pass: the numbers do not come from torch's generator.</summary>
    Unseeded,

    /// <summary>An operation replaces values at random and leaves the others: dropout.</summary>
    Dropout,

    /// <summary>Each pass makes parameters anew.</summary>
    FreshParameters,

    /// <summary>Other numbers of torch's generator, such as a sample of latent variables.</summary>
    Noise,

    /// <summary>What one pass leaves in the model changes the next.</summary>
    CarriedState,
}

/// <summary>The first output in which two passes differ.</summary>
/// <param name="Size">Its shape.</param>
/// <param name="Text">How much of it differs.</param>
internal sealed record OutputDifference(string Size, string Text)
{
    /// <summary>Null when all outputs are equal, bit by bit.</summary>
    public static OutputDifference? Between(IReadOnlyList<Tensor> one, IReadOnlyList<Tensor> other)
    {
        if (one.Count != other.Count)
            return new OutputDifference("", $"{one.Count} outputs once and {other.Count} the next time");
        for (var i = 0; i < one.Count; i++)
        {
            if (one[i].Equals(other[i]))
                continue;
            if (!one[i].shape.SequenceEqual(other[i].shape) || one[i].dtype != other[i].dtype)
                return new OutputDifference(Shape.Of(one[i]), $"shape {Shape.Of(other[i])} the next time");
            var count = one[i].ne(other[i]).sum().item<long>();
            var largest = (one[i].to(float64) - other[i].to(float64)).abs().max().item<double>();
            return new OutputDifference(Shape.Of(one[i]), $"{count} of {one[i].NumberOfElements} values differ, by up to {Figures.Of(largest)}");
        }
        return null;
    }
}
