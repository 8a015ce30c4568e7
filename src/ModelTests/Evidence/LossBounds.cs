using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Between which values the loss can move on one batch.</summary>
    internal LossBounds LossBounds => RecordedLossBounds.Value;

    internal LossBounds? LossBoundsIfRecorded => RecordedLossBounds.IsRecorded ? LossBounds : null;

    private Recorded<LossBounds> RecordedLossBounds => Recorded(() => ModelTests.LossBounds.Record(Create, Budget));
}

/// <summary>
/// Between which values the fixture's loss can move on one batch, found without the model by optimising the output itself:
/// <see cref="Constant"/> with one output for all samples, <see cref="Floor"/> with an output of its own for each.
/// </summary>
/// <remarks>
/// Label smoothing, soft targets and in-batch contrastive losses have a floor above 0, and likelihoods have one below;
/// the share of the way from constant to floor means the same for all of them.
/// </remarks>
internal sealed record LossBounds
{
    /// <summary>The least loss of a predictor that ignores its input.</summary>
    public required double Constant { get; init; }

    /// <summary>The least loss that any output reaches.</summary>
    public required double Floor { get; init; }

    /// <summary>Whether the loss goes on falling for ever, as the negative of an error does.</summary>
    public required bool Unbounded { get; init; }

    /// <summary>The least and the largest value in the outputs that reach <see cref="Floor"/>, where the model has a single output.</summary>
    public (double Least, double Largest)? BestOutputs { get; init; }

    /// <summary>
    /// Whether the outputs compare the samples of a batch with each other, as a matrix of similarities does. They hang together then (cosines have
    /// bounds, and three samples cannot all point away from each other), so that <see cref="Floor"/> may be lower than any model gets.
    /// </summary>
    public bool ComparesSamples { get; init; }

    /// <summary>Whether no output has a dimension of the samples: <see cref="Constant"/> then is not known.</summary>
    public bool SamplesNotFound { get; init; }

    /// <summary>Whether some outputs belong to samples that the model cannot tell apart and share one value in <see cref="Floor"/>.</summary>
    public bool HasEqualHistories { get; init; }

    public double Gap => Constant - Floor;

    /// <summary>Whether constant and floor are the same but for rounding: the loss then cannot tell one sample from another.</summary>
    public bool NoGap => Gap <= 1e-3 * Math.Max(Math.Abs(Constant), 1e-3);

    /// <summary>The share of the gap that a loss has closed: 0 for the best constant, 1 for the floor.</summary>
    public double ShareClosed(double loss) => (Constant - loss) / Gap;

    public static LossBounds Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        using var batch = SmallBatch.From(subject);
        return Of(subject, batch, budget);
    }

    /// <summary>The bounds on any batch.</summary>
    public static LossBounds Of(Subject subject, Batch batch, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        subject.Reseed();
        var given = subject.Forward(batch).Tensors;
        // What no parameter reaches (the noise that is to be predicted, a teacher's opinion) is part of the question and stays as it is.
        var free = given.Select(tensor => tensor.is_floating_point() && tensor.requires_grad).ToList();
        if (!free.Contains(true))
            free = [.. given.Select(tensor => tensor.is_floating_point())];
        IReadOnlyList<Tensor> outputs = [.. given.Select(tensor => tensor.detach().clone())];
        var histories = Histories(subject, batch, outputs);
        var areLogits = LabelAccuracy.Of(new ModelOutput(outputs), batch) is not null;

        LossBounds? unbounded = null;
        foreach (var space in OutputSpace.Candidates([.. outputs.Where((_, i) => free[i])], areLogits))
        {
            budget.Step("while looking for the lowest loss that any output reaches");
            if (Search(subject, batch, outputs, free, space, histories) is not { } found)
                continue;
            var bounds = found with
            {
                ComparesSamples = CompareSamples(subject, batch, outputs),
                SamplesNotFound = outputs.Where((_, i) => free[i]).All(output => SampleDimension(output, batch) < 0),
                HasEqualHistories = histories.Any(equal => equal is not null),
            };
            if (!bounds.Unbounded)
                return bounds;
            unbounded ??= bounds;
        }
        return unbounded ?? throw new FixtureException("Loss gives no finite value for any output that was tried",
            "check Loss with a perfect prediction; it must be finite and differentiable there");
    }

    private static LossBounds? Search(Subject subject, Batch batch, IReadOnlyList<Tensor> outputs, List<bool> free, OutputSpace space, IReadOnlyList<EqualHistories?> histories)
    {
        var scale = Scale(batch, outputs);
        if (Minimise([.. outputs.Select((output, i) => free[i] ? space.Raw(OneForAll(output, batch)) : output)], double.NaN) is not { } constant
            || Minimise([.. outputs.Select((output, i) => free[i] ? space.Raw(output) : output)], constant.Least) is not { } best)
        {
            return null;
        }
        var bounds = new LossBounds { Constant = constant.Least, Floor = Math.Min(best.Least, constant.Least), Unbounded = best.Falling, BestOutputs = best.Range };
        if (!bounds.NoGap || !AreTwins(batch, outputs, free))
            return bounds;
        var shared = space.Raw(stack([.. outputs.Select(output => OneForAll(output, batch))]).mean([0]));
        return Minimise([.. outputs.Select(_ => shared)], double.NaN) is { } same ? bounds with { Constant = same.Least } : bounds;

        (double Least, bool Falling, (double, double)? Range)? Minimise(IReadOnlyList<Tensor> start, double constant)
        {
            using var scope = NewDisposeScope();
            return new OutputDescent(subject, batch, start, free, space, outputs, histories, scale).Run(constant);
        }
    }

    /// <summary>
    /// Whether there is one output per input, all alike, such as the embeddings of a triplet: an encoder that ignores its input gives all of them
    /// the same, while constants that differ would tell anchor, positive and negative apart by their places.
    /// </summary>
    private static bool AreTwins(Batch batch, IReadOnlyList<Tensor> outputs, List<bool> free) =>
        outputs.Count > 1 && batch.Inputs.Count == outputs.Count && !free.Contains(false)
        && outputs.All(output => output.shape.SequenceEqual(outputs[0].shape)) && batch.Inputs.All(input => input.shape.SequenceEqual(batch.Inputs[0].shape));

    /// <summary>The mean over the samples, kept as a dimension of size 1 that broadcasts.</summary>
    private static Tensor OneForAll(Tensor output, Batch batch)
    {
        var dimension = SampleDimension(output, batch);
        return dimension < 0 ? output : output.mean([dimension], keepdim: true);
    }

    private static int SampleDimension(Tensor output, Batch batch)
    {
        if (!batch.Separable)
            return output.dim() > 0 ? 0 : -1;
        var dimension = Array.IndexOf(output.shape, batch.Size, 0, Math.Min(2, output.shape.Length));
        // Samples and time steps, or two views of each sample, in one dimension.
        return dimension < 0 && output.dim() > 0 && output.shape[0] > 0 && output.shape[0] % batch.Size == 0 ? 0 : dimension;
    }

    private static IReadOnlyList<EqualHistories?> Histories(Subject subject, Batch batch, IReadOnlyList<Tensor> outputs)
    {
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        ZeroBranches.Open(subject);
        subject.Reseed();
        var evaluated = subject.Forward(batch.Clone()).Tensors;
        return [.. outputs.Select((output, i) => i < evaluated.Count && evaluated[i].shape.SequenceEqual(output.shape) ? EqualHistories.In(evaluated[i], batch) : null)];
    }

    /// <summary>Half of the samples have less than half of the output.</summary>
    private static bool CompareSamples(Subject subject, Batch batch, IReadOnlyList<Tensor> outputs)
    {
        if (!batch.Separable || batch.Size < 4)
            return false;
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        try
        {
            subject.Reseed();
            var half = subject.Forward(batch.Select([.. Enumerable.Range(0, (int)batch.Size / 2).Select(row => (long)row)])).Tensors;
            return half.Zip(outputs).Any(pair => pair.First.NumberOfElements * batch.Size < pair.Second.NumberOfElements * (batch.Size / 2));
        }
        catch (FixtureException)
        {
            // The model takes whole batches only.
            return false;
        }
    }

    private static double Scale(Batch batch, IReadOnlyList<Tensor> outputs)
    {
        var largest = batch.Targets.Concat(outputs).Where(tensor => tensor.is_floating_point()).Select(TensorScan.Largest).Where(double.IsFinite);
        return Math.Max(1, largest.DefaultIfEmpty(1).Max());
    }
}
