using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>The model on legal but unusual inputs.</summary>
    internal StressRun Stress => Recording(StressRun.Record);
}

/// <summary>
/// The untrained model in evaluation mode on legal but unusual inputs, and the loss on outputs of a large scale.
/// A value that overflows only because it is really that large (exp of a large number) is no fault: each finding is
/// confirmed in double precision, where such a value is still out of any reasonable range.
/// </summary>
internal sealed record StressRun(IReadOnlyList<string> Tried, IReadOnlyList<StressFailure> Failures)
{
    /// <summary>Single precision ends at 3.4e38; what exceeds this in double precision is a true overflow and no slip of arithmetic.</summary>
    private const double TrueOverflow = 1e30;

    /// <summary>The standard deviation to which outputs are scaled for the loss: past where exp(-x) underflows in single precision (x = 104).</summary>
    private const double OutputScale = 100;

    /// <summary>Past where a sigmoid is 1 in single precision (x = 17), and before it is 1 in double precision (x = 37).</summary>
    private const double LargestLogit = 30;

    public static StressRun Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var subject = create();
        using var evaluating = subject.Tree.Evaluating();
        var batch = subject.Batches(1)[0];
        var (tried, failures) = (new List<string>(), new List<StressFailure>());
        if (!Outputs(subject, batch).All(TensorScan.IsFinite))
            return new StressRun(["the data's own first batch"], [new StressFailure("the data's own first batch", "output", FirstNonFinite(Outputs(subject, batch)))]);

        foreach (var (name, stressed) in StressInputs.Of(batch))
        {
            budget.Step($"while the model reads {name}");
            using var pass = NewDisposeScope();
            if (TryOutputs(subject, stressed) is not { } outputs)
                continue;
            tried.Add(name);
            var bad = outputs.Select(TensorScan.Find).FirstOrDefault(found => found is not null);
            if (bad is not null && !IsTrueOverflow(create, stressed, needsFinite: name.Contains("times", StringComparison.Ordinal)))
                failures.Add(new StressFailure(name, "output", bad));
        }
        if (subject.HasLoss(batch))
            StressLoss(subject, batch, tried, failures);
        return new StressRun(tried, failures);
    }

    private static List<Tensor> Outputs(Subject subject, Batch batch)
    {
        subject.Reseed();
        using var copy = batch.Clone();
        return [.. subject.Forward(copy).Tensors];
    }

    /// <summary>Null when the model refuses such inputs, which is another check's business.</summary>
    private static List<Tensor>? TryOutputs(Subject subject, Batch batch)
    {
        try
        {
            return Outputs(subject, batch);
        }
        catch (FixtureException)
        {
            return null;
        }
    }

    private static NonFinite FirstNonFinite(List<Tensor> outputs) => outputs.Select(TensorScan.Find).First(found => found is not null)!;

    private static bool IsTrueOverflow(Func<Subject> create, Batch batch, bool needsFinite)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        subject.Tree.ToType(float64);
        using var evaluating = subject.Tree.Evaluating();
        var wide = batch.With([.. batch.Inputs.Select(ToDouble)], batch.Targets);
        if (TryOutputs(subject, wide) is not { } outputs)
            return false;
        // Outside of the data's range an undefined result (the root of a negative number) is nobody's fault.
        return outputs.Any(output => IsHuge(output, needsFinite));
    }

    private static bool IsHuge(Tensor output, bool undefinedCounts)
    {
        if (!output.is_floating_point())
            return false;
        var largest = output.nan_to_num(nan: 0).abs().max().ToDouble();
        return largest > TrueOverflow || (undefinedCounts && output.isnan().any().item<bool>());
    }

    private static void StressLoss(Subject subject, Batch batch, List<string> tried, List<StressFailure> failures)
    {
        using var scope = NewDisposeScope();
        var outputs = Outputs(subject, batch);
        if (outputs is not [var only] || !only.is_floating_point() || only.NumberOfElements < 2 || LooksBounded(only))
            return;
        foreach (var (name, stressed) in new[]
        {
            ($"outputs that are all {Figures.Of(LargestLogit)}", full_like(only, LargestLogit)),
            ($"outputs that are all {Figures.Of(-LargestLogit)}", full_like(only, -LargestLogit)),
            ($"outputs scaled to a standard deviation of {Figures.Of(OutputScale)}", only * (OutputScale / only.std().ToDouble())),
        })
        {
            if (!TensorScan.IsFinite(stressed) || LossOf(subject, batch, stressed) is not { } loss)
                continue;
            tried.Add(name);
            if (TensorScan.Find(loss) is { } found && IsFiniteInDouble(subject, batch, stressed))
                failures.Add(new StressFailure(name, "loss", found));
        }
    }

    /// <summary>Null when the loss does not take such outputs.</summary>
    private static Tensor? LossOf(Subject subject, Batch batch, Tensor outputs)
    {
        try
        {
            return subject.Loss(outputs, batch);
        }
        catch (Exception exception) when (exception is FixtureException or ExternalException)
        {
            return null;
        }
    }

    private static bool IsFiniteInDouble(Subject subject, Batch batch, Tensor outputs) =>
        LossOf(subject, batch.With(batch.Inputs, [.. batch.Targets.Select(ToDouble)]), outputs.to(float64)) is { } exact
        && double.IsFinite(exact.ToDouble()) && Math.Abs(exact.ToDouble()) < TrueOverflow;

    /// <summary>Probabilities and their logarithms are no logits; scaled, they would be nothing that the model can give.</summary>
    private static bool LooksBounded(Tensor output) =>
        (output.min().ToDouble() >= 0 && output.max().ToDouble() <= 1) || OutputSpace.IsLogDistribution(output);

    private static Tensor ToDouble(Tensor tensor) => tensor.is_floating_point() ? tensor.to(float64) : tensor;
}

/// <summary>A value that was not finite under stress.</summary>
/// <param name="Input">What the model or the loss was given.</param>
/// <param name="What">"output" or "loss".</param>
/// <param name="Found">What was not finite.</param>
internal sealed record StressFailure(string Input, string What, NonFinite Found);
