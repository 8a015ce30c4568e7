using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The part of a model that draws from torch's generator in evaluation mode. Two passes after different seeds are compared module by module, as hooks
/// see them, and operation by operation, in the order of creation, for models on which hooks do not fire.
/// </summary>
internal static class RandomPart
{
    /// <summary>How many operations after the first that differs are looked at: a mask is drawn, compared, scaled and multiplied.</summary>
    private const int OperationsOfADropout = 6;

    /// <summary>Equal samples differ by rounding, 1e-7 of a value, where a matrix product takes their rows in different blocks; random numbers differ by as much as samples do.</summary>
    private const double RoundingShare = 1e-3;

    public static EvaluationRepeat Find(Subject subject, Batch batch, EvaluationRepeat seen)
    {
        // Each list is read before anything else is made in its scope.
        using var one = Pass(subject, batch, 0);
        var before = one.Tensors;
        using var other = Pass(subject, batch, 1);
        var after = other.Tensors;
        var first = before.Zip(after).TakeWhile(pair => pair.First.Equals(pair.Second)).Count();
        var (path, _) = OperationScan.LastModuleAt(subject, batch, before, first);
        var module = Module(subject, batch);
        var place = seen with { Path = module?.Path ?? path ?? "", Detail = module is null ? path is null ? "" : $"after {path}" : module.ToString() };
        if (first < before.Count && IsSharedBySamples(subject, batch, before, first))
            return seen with { Source = RepeatSource.FreshParameters, Detail = $"operation {first + 1} of {before.Count}, result {Shape.Of(before[first])}{(path is null ? "" : $", after {path}")}" };
        // Values that are masked before any layer are an input that is drawn, not a layer that is left on.
        var isDropout = place.Path.Length > 0 && before.Zip(after).Skip(first).Take(OperationsOfADropout).Any(pair => IsDropout(pair.First, pair.Second));
        return place with { Source = isDropout ? RepeatSource.Dropout : RepeatSource.Noise };
    }

    private static OperationScan.CreatedTensors Pass(Subject subject, Batch batch, int number)
    {
        subject.Reseed(number);
        var copy = batch.Clone();
        var created = new OperationScan.CreatedTensors();
        _ = subject.Forward(copy);
        return created;
    }

    /// <summary>
    /// Whether the two differ only where one of them holds one certain value (0; another one for alpha dropout), as when values are dropped at random.
    /// A sample of zeros and ones has that form, too, and is told apart by the values that were not dropped: they are all 1.
    /// </summary>
    private static bool IsDropout(Tensor one, Tensor other)
    {
        if (!one.is_floating_point() || one.dtype != other.dtype || !one.shape.SequenceEqual(other.shape))
            return false;
        var differ = one.ne(other);
        if (differ.sum().item<long>() < 2)
            return false;
        var (left, right) = (one.masked_select(differ), other.masked_select(differ));
        return new[] { left[0], right[0] }.Any(dropped =>
        {
            var kept = where(left.eq(dropped), right, left);
            return left.eq(dropped).logical_or(right.eq(dropped)).all().item<bool>() && !kept.eq(kept[0]).all().item<bool>();
        });
    }

    /// <summary>
    /// Whether an operation applies random numbers that were drawn out of sight and that all samples share: the weights of a layer that was just made, which no dispose
    /// scope lists. Noise in sight is an operation of its own that does not look at the input; dropout and sampling treat two equal samples differently.
    /// </summary>
    private static bool IsSharedBySamples(Subject subject, Batch batch, List<Tensor> before, int operation)
    {
        if (!batch.Separable || batch.Size < 2 || !before[operation].is_floating_point())
            return false;
        using var twice = batch.Select([0, 0, 1, 1]);
        using var swapped = batch.Select([1, 1, 0, 0]);
        using var one = Pass(subject, twice, 0);
        var tensors = one.Tensors;
        using var other = Pass(subject, swapped, 0);
        var ofSwapped = other.Tensors;
        if (tensors.Count != before.Count || ofSwapped.Count != before.Count || tensors[operation].Equals(ofSwapped[operation]))
            return false;
        var result = tensors[operation];
        return new[] { 0, batch.InputBatchDimension }.Distinct().Where(dimension => dimension < result.dim() && result.shape[dimension] == twice.Size)
            .Any(dimension => Distance(result, dimension, 0, 1) + Distance(result, dimension, 2, 3) < RoundingShare * Distance(result, dimension, 0, 2));
    }

    private static double Distance(Tensor result, int dimension, int one, int other) =>
        (result.select(dimension, one) - result.select(dimension, other)).norm().ToDouble();

    /// <summary>The first module that returns something else for the same input; null when hooks see none.</summary>
    private static ModuleCall? Module(Subject subject, Batch batch)
    {
        var (one, other) = (Calls(subject, batch, 0), Calls(subject, batch, 1));
        var first = one.Zip(other).FirstOrDefault(pair => OutputDifference.Between(pair.First.Outputs, pair.Second.Outputs) is not null);
        return first.First is { Call.Path.Length: > 0 } call && OutputDifference.Between(call.Inputs, first.Second.Inputs) is null ? call.Call : null;
    }

    private static List<TracedCall> Calls(Subject subject, Batch batch, int number)
    {
        var finished = new List<TracedCall>();
        var inputs = new Dictionary<ModuleCall, IReadOnlyList<Tensor>>(ReferenceEqualityComparer.Instance);
        using var trace = new ForwardTrace(subject.Tree)
        {
            Entered = (call, tensors) => inputs[call] = Copies(tensors),
            Finished = (call, tensors) => finished.Add(new TracedCall(call, inputs.GetValueOrDefault(call) ?? [], Copies(tensors))),
        };
        subject.Reseed(number);
        using var copy = batch.Clone();
        _ = subject.Forward(copy);
        return finished;
    }

    private static List<Tensor> Copies(ModelOutput tensors) => [.. tensors.Tensors.Select(tensor => tensor.detach().clone())];

    private sealed record TracedCall(ModuleCall Call, IReadOnlyList<Tensor> Inputs, IReadOnlyList<Tensor> Outputs);
}
