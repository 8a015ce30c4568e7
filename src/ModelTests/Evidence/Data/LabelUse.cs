using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the model and the loss take each target for; recorded before the recipes are proven, because labels out of range break the loss.</summary>
    internal LabelUse LabelUse => Recorded(() => LabelUse.Record(CreateUnproven, Pipeline, Budget)).Value;
}

/// <summary>What the model and the loss take each target for, and what the loss makes of values that look wrong.</summary>
/// <param name="Targets">One entry per target.</param>
/// <param name="Problem">Why the model's output is not known; null when it is.</param>
internal sealed record LabelUse(IReadOnlyList<TargetUse> Targets, string? Problem)
{
    /// <summary>Cross entropy ignores it unless told otherwise.</summary>
    private const long Ignored = -100;

    /// <summary>Values that are tried in the loss, the most frequent first.</summary>
    private const int MostTried = 8;

    /// <summary>Single precision sums a row of gradients with errors in the sixth digit.</summary>
    private const double Rounding = 1e-4;

    public static LabelUse Record(Func<Subject> create, PipelineReading pipeline, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        using var evaluating = subject.Tree.Evaluating();
        budget.Step("while reading what the loss makes of the labels");
        var count = pipeline.Training.Targets.Count;
        if (count == 0 || BatchAt(subject, 0, ofValidation: false) is not { } first)
            return new LabelUse([], "the batches have no targets");
        ModelOutput? output = null;
        string? problem = null;
        try
        {
            output = Output(subject, first);
        }
        catch (FixtureException exception)
        {
            problem = exception.Message;
        }
        var hasLoss = subject.HasLoss(first);
        return new LabelUse([.. Enumerable.Range(0, count).Select(target => Of(target))], problem);

        TargetUse Of(int target)
        {
            budget.Step($"while reading what the loss makes of target {target}");
            var reading = pipeline.Training.Targets[target];
            var labels = first.Targets.Count > target ? first.Targets[target] : null;
            var logits = labels is null || output is null ? null : LogitsFor(output, labels);
            var declared = Declared(pipeline.Task, target);
            var isIndex = reading.IsWhole && labels?.is_integral() == true && labels.dtype != ScalarType.Bool && (logits ?? declared) >= 2;
            var use = new TargetUse(isIndex ? logits : null, isIndex ? declared : null, labels?.dim() ?? 0);
            if (output is null || !hasLoss)
                return use;
            var (fromTraining, fromValidation) = (Suspects(reading, use), Suspects(pipeline.Validation.Targets.ElementAtOrDefault(target), use));
            return use with
            {
                IsDistribution = !isIndex && labels is not null && IsDistribution(subject, first, output, target),
                Tried = isIndex
                    ? [.. fromTraining.Select(value => Try(subject, target, value, reading.Labels[value].Batch, ofValidation: false)),
                        .. fromValidation.Except(fromTraining).Select(value => Try(subject, target, value, pipeline.Validation.Targets[target].Labels[value].Batch, ofValidation: true))]
                    : [],
                NonFiniteIsMasked = reading.FirstNonFinite is { } bad ? IsMasked(subject, bad.Batch, ofValidation: false)
                    : pipeline.Validation.Targets.ElementAtOrDefault(target)?.FirstNonFinite is { } other && IsMasked(subject, other.Batch, ofValidation: true),
            };
        }
    }

    private static bool IsMasked(Subject subject, int number, bool ofValidation) =>
        BatchAt(subject, number, ofValidation) is { } batch && Gradients(subject, batch, Output(subject, batch)) is { } gradients && gradients.All(IsFinite);

    private static List<long> Suspects(TensorReading? reading, TargetUse use) => reading is null || use.Classes is not { } classes ? []
        : [.. reading.Labels.Where(label => label.Key != Ignored && (label.Key < 0 || label.Key >= classes)).OrderByDescending(label => label.Value.Count).Take(MostTried).Select(label => label.Key)];

    private static int? Declared(LearningTask? task, int target) => task switch
    {
        LearningTask.Detection detection => target == 1 ? detection.Classes : null,
        LearningTask.BinaryClassification or null => null,
        _ => target == 0 && task.ClassNames.Count > 1 ? task.ClassNames.Count : null,
    };

    /// <summary>The number of logits per label: one output has the target's shape and a dimension for the classes, the second or the last.</summary>
    private static int? LogitsFor(ModelOutput output, Tensor labels)
    {
        long[] shape = labels.dim() > 1 && labels.shape[1] == 1 ? [.. labels.shape.Where((_, i) => i != 1)] : labels.shape;
        foreach (var tensor in output.Tensors.Where(tensor => tensor.is_floating_point() && tensor.dim() == shape.Length + 1))
        {
            foreach (var dimension in new[] { 1, (int)tensor.dim() - 1 })
            {
                if (tensor.shape.Where((_, i) => i != dimension).SequenceEqual(shape))
                    return (int)tensor.shape[dimension];
            }
        }
        return null;
    }

    /// <summary>
    /// Whether the loss is one of distributions over dimension 1: adding a constant to all logits of a sample changes nothing, so that its gradients sum to 0.
    /// </summary>
    private static bool IsDistribution(Subject subject, Batch batch, ModelOutput output, int target)
    {
        var index = output.Tensors.ToList().FindIndex(tensor => tensor.is_floating_point() && tensor.dim() > 1 && tensor.shape[1] > 1 && tensor.shape.SequenceEqual(batch.Targets[target].shape));
        if (index < 0 || Gradients(subject, batch, output)?[index] is not { } gradient || !IsFinite(gradient))
            return false;
        var (sums, sizes) = (gradient.sum([1L]).abs(), gradient.abs().sum([1L]));
        return sizes.gt(0).any().item<bool>() && sums.le(sizes * Rounding).all().item<bool>();
    }

    private static TriedLabel Try(Subject subject, int target, long value, int number, bool ofValidation)
    {
        var use = LabelEffect.Unknown;
        if (BatchAt(subject, number, ofValidation) is { } batch && batch.Targets.Count > target)
        {
            var output = Output(subject, batch);
            if (Gradients(subject, batch, output) is { } gradients)
                use = gradients.All(gradient => IsZeroAt(gradient, batch.Targets[target].eq(value))) ? LabelEffect.Ignored : LabelEffect.Used;
            else if (Gradients(subject, Replaced(batch, target, value), output) is not null)
                use = LabelEffect.Refused;
        }
        return new TriedLabel(value, use, ofValidation);
    }

    /// <summary>The same batch with a legal label in place of those that are not, to tell whether they are what the loss refuses.</summary>
    private static Batch Replaced(Batch batch, int target, long value)
    {
        // All values that lie on the same side are taken along: several may be out of range.
        var wrong = value < 0 ? batch.Targets[target].lt(0) & batch.Targets[target].ne(Ignored) : batch.Targets[target].ge(value);
        var legal = batch.Targets[target].masked_fill(wrong, 0);
        return batch.With(batch.Inputs, [.. batch.Targets.Select((tensor, i) => i == target ? legal : tensor)]);
    }

    /// <summary>Whether no gradient reaches the rows or positions of the mask; unknown counts as not.</summary>
    private static bool IsZeroAt(Tensor gradient, Tensor mask)
    {
        var size = gradient.abs();
        for (var dimension = gradient.dim() - 1; dimension >= 0 && size.dim() > mask.dim(); dimension--)
        {
            if (gradient.shape.Where((_, i) => i != dimension).SequenceEqual(mask.shape))
                size = size.amax([dimension]);
        }
        return size.shape.SequenceEqual(mask.shape) && size[mask].eq(0).all().item<bool>();
    }

    /// <summary>The loss's gradients with respect to the outputs; null when the loss refuses the batch.</summary>
    private static List<Tensor>? Gradients(Subject subject, Batch batch, ModelOutput output)
    {
        var leaves = output.Tensors.Select(tensor => tensor.is_floating_point() ? tensor.detach().clone().requires_grad_() : tensor).ToList();
        try
        {
            subject.Reseed();
            using var tracked = enable_grad();
            var loss = subject.Loss(new ModelOutput(leaves), batch);
            if (loss.requires_grad)
                loss.backward();
            return [.. leaves.Select(leaf => leaf.grad ?? zeros_like(leaf))];
        }
        catch (Exception exception) when (exception is FixtureException or System.Runtime.InteropServices.ExternalException)
        {
            return null;
        }
    }

    private static ModelOutput Output(Subject subject, Batch batch)
    {
        subject.Reseed();
        using var untracked = no_grad();
        return subject.Forward(batch);
    }

    private static Batch? BatchAt(Subject subject, int number, bool ofValidation)
    {
        var data = subject.CreateData();
        var batch = ofValidation
            ? BatchReading.Read("validation batch", "ValidationBatches", data.ValidationBatches).Skip(number).FirstOrDefault()
            : BatchReading.Read("training batch", "TrainingBatches", data.TrainingBatches).Skip(number).FirstOrDefault();
        return batch?.For(data.Task).Clone();
    }

    private static bool IsFinite(Tensor tensor) => tensor.isfinite().all().item<bool>();
}

/// <summary>What one target is used for.</summary>
/// <param name="Logits">How many logits the model has for each label; null when the target holds no class indices or no output fits.</param>
/// <param name="Declared">How many classes the data's task has; null without one.</param>
/// <param name="Dimensions">Of the target: 1 for one label per sample.</param>
internal sealed record TargetUse(int? Logits, int? Declared, long Dimensions)
{
    /// <summary>Whether the loss takes it for distributions over dimension 1, such as one-hot rows.</summary>
    public bool IsDistribution { get; init; }

    /// <summary>What the loss makes of class indices that no logit has.</summary>
    public IReadOnlyList<TriedLabel> Tried { get; init; } = [];

    /// <summary>Whether the loss leaves out values that are not finite.</summary>
    public bool NonFiniteIsMasked { get; init; }

    /// <summary>The number of classes, the least that the model and the task say; null when the target holds no class indices.</summary>
    public int? Classes => Logits is { } logits && Declared is { } declared ? Math.Min(logits, declared) : Logits ?? Declared;
}

internal sealed record TriedLabel(long Value, LabelEffect Effect, bool OfValidation);

/// <summary>What a loss makes of a label.</summary>
internal enum LabelEffect
{
    Unknown,

    /// <summary>No gradient: a value such as 255 that is not counted.</summary>
    Ignored,

    /// <summary>The loss counts it like any other number.</summary>
    Used,

    /// <summary>The loss throws, and does not without it.</summary>
    Refused,
}
