using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Which parts of the input can change the output.</summary>
    internal InputInfluence InputInfluence => Recording(ModelTests.InputInfluence.Record);
}

/// <summary>
/// Which features, channels and time steps of the inputs can change an output. What is the same in all samples is not judged (padding, constants),
/// nor are the pixels of images one by one (a stride may leave the last row out).
/// </summary>
/// <param name="Judged">How many slices of the inputs were judged.</param>
/// <param name="Ignored">Those that change nothing, neither in evaluation nor in training mode.</param>
/// <param name="First">The first module that no input reaches, where none of them changes anything; else the first with parameters.</param>
/// <param name="Unknown">Why it cannot be told.</param>
internal sealed record InputInfluence(int Judged, IReadOnlyList<InputSlice> Ignored, string First, string? Unknown = null)
{
    /// <summary>Samples are exchanged with the next, the third next and the eighth next one, so that equal neighbours hide nothing.</summary>
    private static readonly int[] Distances = [1, 3, 8];

    /// <summary>In standard deviations of the data: past what a rectifier or a threshold may cut off from all of a few samples.</summary>
    private const double Reach = 10;

    public static InputInfluence Record(Func<Subject> create, RunBudget budget) =>
        EvaluationProbe.Confirmed(inDouble => Record(create, budget, inDouble), influence => influence.Ignored.Count > 0);

    private static InputInfluence Record(Func<Subject> create, RunBudget budget, bool inDouble)
    {
        using var probe = new EvaluationProbe(create, budget, inDouble);
        var batch = probe.Pool;
        if (NotProbed(probe, batch) is { } unknown)
            return NotTold(unknown);

        var slices = Enumerable.Range(0, batch.Inputs.Count).SelectMany(i => Slices(batch, i)).ToList();
        var gradients = Gradients(probe, batch);
        var ignored = WithoutEffect(probe, batch, [.. slices.Where(slice => !HasGradient(gradients, slice))]);
        if (ignored.Count > 0)
        {
            // Some inputs are read in training only, such as the targets of teacher forcing.
            probe.Subject.Tree.Train();
            ignored = WithoutEffect(probe, batch, ignored);
            probe.Subject.Tree.Train(false);
        }
        ignored = [.. ignored.Where(slice => !IsBorder(probe, batch, slice, ignored))];
        return new InputInfluence(slices.Count, ignored, FirstUnreached(probe, batch) ?? probe.Subject.Tree.Parameters[0].Owner);
    }

    /// <summary>Why changing the inputs would tell nothing; null when it does.</summary>
    internal static string? NotProbed(EvaluationProbe probe, Batch batch)
    {
        if (batch.Size < 2)
            return "the data has only one distinct sample; give at least two";
        var normal = probe.Outputs(batch);
        if (EvaluationProbe.NotANumber(normal) is { } notANumber)
            return notANumber;
        if (!normal.Any(output => output.is_floating_point()))
            return "every output is an integer, which need not change with the input; return scores in Forward";
        return probe.NotRepeatable(batch);
    }

    /// <summary>Whether exchanging it between samples, or noise where it is a real number, makes it another.</summary>
    internal static bool CanChange(Batch batch, InputSlice slice) => batch.Inputs[slice.Input].is_floating_point() || Varies(batch, Part(batch, slice));

    /// <summary>Batches in which these slices are others: those of other samples, and real numbers that are far out of the data's range.</summary>
    internal static IEnumerable<Batch> Changed(EvaluationProbe probe, Batch batch, IReadOnlyList<InputSlice> slices) =>
        Distances.Select(distance => Exchanged(batch, slices, distance)).Append(Disturbed(probe, batch, slices));

    /// <summary>The slices that differ between samples: each index along each dimension but that of the samples, or a whole input without another.</summary>
    private static IEnumerable<InputSlice> Slices(Batch batch, int number)
    {
        var input = batch.Inputs[number];
        var several = batch.Inputs.Count > 1;
        if (input.dim() == 1)
        {
            if (Varies(batch, input))
                yield return new InputSlice(number, null, 0, several);
            yield break;
        }
        for (var dimension = 0; dimension < Math.Min(input.dim(), 4); dimension++)
        {
            if (dimension == batch.InputBatchDimension || (input.dim() >= 4 && dimension >= 2))
                continue;
            for (var index = 0L; index < input.shape[dimension]; index++)
            {
                if (Varies(batch, input.narrow(dimension, index, 1)))
                    yield return new InputSlice(number, dimension, index, several);
            }
        }
    }

    private static bool Varies(Batch batch, Tensor part)
    {
        using var scope = NewDisposeScope();
        return !part.Equals(part.narrow(batch.InputBatchDimension, 0, 1).expand(part.shape));
    }

    /// <summary>The gradients of a random mixture of the outputs by each input; null where there is none.</summary>
    private static List<Tensor?> Gradients(EvaluationProbe probe, Batch batch)
    {
        using var tracked = enable_grad();
        var leaves = batch.Inputs.Select(input => input.is_floating_point() ? input.detach().clone().requires_grad_() : input.clone()).ToList();
        try
        {
            probe.Subject.Reseed();
            // A copy, because a model that writes into its input may not do so on a leaf.
            var outputs = probe.Subject.Forward(batch.With([.. leaves.Select(leaf => leaf.clone())], batch.Targets));
            probe.Subject.Reseed(3);
            var mixed = outputs.Tensors.Where(output => output.requires_grad).Select(output => (output * randn_like(output)).sum()).ToList();
            if (mixed.Count > 0)
                stack(mixed).sum().backward();
            return leaves.ConvertAll(leaf => leaf.is_floating_point() ? leaf.grad : null);
        }
        catch (Exception exception) when (exception is FixtureException or System.Runtime.InteropServices.ExternalException)
        {
            // Without gradients every slice is perturbed.
            return leaves.ConvertAll(_ => (Tensor?)null);
        }
    }

    private static bool HasGradient(List<Tensor?> gradients, InputSlice slice)
    {
        using var scope = NewDisposeScope();
        return gradients[slice.Input] is { } gradient && !((slice.Dimension is { } dimension ? gradient.narrow(dimension, slice.Index, 1) : gradient).abs().sum().ToDouble() == 0);
    }

    /// <summary>Those of the slices that change nothing. Tried together first, then by halves: usually all or none of them matter.</summary>
    internal static List<InputSlice> WithoutEffect(EvaluationProbe probe, Batch batch, List<InputSlice> slices) =>
        slices.Count == 0 ? [] : WithoutEffect(probe, batch, probe.Outputs(batch), slices);

    private static List<InputSlice> WithoutEffect(EvaluationProbe probe, Batch batch, IReadOnlyList<Tensor> normal, List<InputSlice> slices)
    {
        if (!Matters(probe, batch, normal, slices))
            return slices;
        if (slices.Count == 1)
            return [];
        var half = slices.Count / 2;
        return [.. WithoutEffect(probe, batch, normal, slices[..half]), .. WithoutEffect(probe, batch, normal, slices[half..])];
    }

    /// <summary>Whether any output changes, be it only in its last bit, when these slices are exchanged between samples.</summary>
    private static bool Matters(EvaluationProbe probe, Batch batch, IReadOnlyList<Tensor> normal, List<InputSlice> slices)
    {
        foreach (var distance in Distances)
        {
            using var scope = NewDisposeScope();
            if (probe.TryOutputs(Exchanged(batch, slices, distance)) is not { } changed || !Equal(normal, changed))
                return true;
        }
        return probe.TryOutputs(Disturbed(probe, batch, slices)) is { } disturbed && !Equal(normal, disturbed);
    }

    /// <summary>Real numbers far out of the data's range, each for itself, so that no normalisation cancels them. A model that refuses them is not blamed.</summary>
    private static Batch Disturbed(EvaluationProbe probe, Batch batch, IEnumerable<InputSlice> slices)
    {
        var disturbed = batch.Clone();
        probe.Subject.Reseed(4);
        foreach (var slice in slices.Where(slice => batch.Inputs[slice.Input].is_floating_point()))
        {
            var part = Part(disturbed, slice);
            var spread = part.std().ToDouble();
            // What is the same in all samples has no spread of its own.
            part.add_(randn_like(part), alpha: Reach * (spread > 0 ? spread : 1));
        }
        return disturbed;
    }

    internal static Tensor Part(Batch batch, InputSlice slice) =>
        slice.Dimension is { } dimension ? batch.Inputs[slice.Input].narrow(dimension, slice.Index, 1) : batch.Inputs[slice.Input];

    private static bool Equal(IReadOnlyList<Tensor> first, IReadOnlyList<Tensor> second) =>
        first.Count == second.Count && first.Zip(second).All(pair => pair.First.Equals(pair.Second));

    /// <summary>Values of other samples only: tokens, categories and masks stay legal.</summary>
    private static Batch Exchanged(Batch batch, IEnumerable<InputSlice> slices, int distance)
    {
        var exchanged = batch.Clone();
        foreach (var slice in slices)
            Part(exchanged, slice).copy_(Part(batch, slice).roll(distance, batch.InputBatchDimension));
        return exchanged;
    }

    /// <summary>
    /// A convolution or pooling over time may leave out the last steps, or the first: fewer than a quarter, all at one end, in a model that has such a layer.
    /// </summary>
    private static bool IsBorder(EvaluationProbe probe, Batch batch, InputSlice slice, List<InputSlice> ignored)
    {
        if (slice.Dimension is not { } dimension || batch.Inputs[slice.Input].dim() != 3)
            return false;
        if (!probe.Subject.Tree.Parameters.Any(parameter => parameter.Tensor.dim() == 3) && !probe.Subject.Tree.Modules.Any(entry => entry.Module.GetType().Name.Contains("Pool1d", StringComparison.Ordinal)))
            return false;
        var size = batch.Inputs[slice.Input].shape[dimension];
        var same = ignored.Where(other => other.Input == slice.Input && other.Dimension == dimension).Select(other => other.Index).ToList();
        var last = same.All(index => index >= size - same.Count);
        return 4 * same.Count < size && (last || same.All(index => index < same.Count));
    }

    /// <summary>The first module all of whose inputs stay the same when every input is exchanged; null when there is none or no hook fires.</summary>
    private static string? FirstUnreached(EvaluationProbe probe, Batch batch)
    {
        using var scope = NewDisposeScope();
        var all = Enumerable.Range(0, batch.Inputs.Count).Select(i => new InputSlice(i, null, 0, false));
        var (before, after) = (Entered(probe, batch), Entered(probe, Exchanged(batch, all, 1)));
        return before.Zip(after).FirstOrDefault(pair => pair.First.Path.Length > 0 && Equal(pair.First.Inputs, pair.Second.Inputs)).First.Path;
    }

    private static List<(string Path, List<Tensor> Inputs)> Entered(EvaluationProbe probe, Batch batch)
    {
        var entered = new List<(string, List<Tensor>)>();
        using var trace = new ForwardTrace(probe.Subject.Tree) { Entered = (call, inputs) => entered.Add((call.Path, [.. inputs.Tensors.Select(tensor => tensor.detach().clone())])) };
        _ = probe.Outputs(batch);
        return entered;
    }

    private static InputInfluence NotTold(string reason) => new(0, [], "", reason);
}

/// <summary>A part of an input.</summary>
/// <param name="Input">The number of the input.</param>
/// <param name="Dimension">The dimension; null for the whole input.</param>
/// <param name="Index">The index along the dimension.</param>
/// <param name="OfSeveral">Whether the model has other inputs, too.</param>
internal sealed record InputSlice(int Input, int? Dimension, long Index, bool OfSeveral)
{
    public override string ToString()
    {
        var name = OfSeveral ? $"input {Input}" : "input";
        return Dimension is { } dimension ? $"{name}[{string.Concat(Enumerable.Repeat(":, ", dimension))}{Index}]" : name;
    }
}
