using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the model returns for several batches, batch sizes and unusual inputs.</summary>
    internal OutputSamples Outputs => Recording(OutputSamples.Record);
}

/// <summary>What the model returns in evaluation mode: for its own batches, other batch sizes, unusual but legal inputs, and after a few training steps.</summary>
internal sealed record OutputSamples(IReadOnlyList<OutputSample> Passes)
{
    private const int Batches = 3;

    public static OutputSamples Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batches = subject.Batches(Batches);
        var passes = new List<OutputSample>();
        for (var i = 0; i < batches.Count; i++)
            passes.Add(Pass(subject, $"batch {i + 1}", batches[i], budget) ?? throw new FixtureException($"Forward failed on batch {i + 1} in evaluation mode", "make Forward run by itself first"));
        // An even number, for models that take their samples in pairs.
        if (batches[0] is { Separable: true, Size: > 2 } first)
            passes.AddIfAny(Pass(subject, HalfTheBatch, first.Select([.. Enumerable.Range(0, (int)Math.Max(2, first.Size / 4 * 2)).Select(i => (long)i)]), budget) ?? OutputSample.Refused(HalfTheBatch));
        foreach (var (name, batch) in StressInputs.Of(batches[0]))
            passes.AddIfAny(Pass(subject, name, batch, budget));
        subject.Tree.Train();
        for (var i = 0; i < batches.Count; i++)
        {
            subject.Reseed(i + 1);
            using var copy = batches[i].Clone();
            _ = subject.TrainStep(copy);
        }
        passes.AddIfAny(Pass(subject, $"batch 1 after {batches.Count} training steps", batches[0], budget));
        return new OutputSamples(passes);
    }

    private const string HalfTheBatch = "half of batch 1";

    /// <summary>Null when the model refuses such inputs.</summary>
    private static OutputSample? Pass(Subject subject, string name, Batch batch, RunBudget budget)
    {
        budget.Step($"while the model reads {name}");
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        subject.Reseed();
        var copy = batch.Clone();
        try
        {
            return new OutputSample(name, batch.Separable ? batch.Size : null, [.. subject.Forward(copy).Tensors.Select(OutputFigures.Of)]);
        }
        catch (FixtureException)
        {
            return null;
        }
    }
}

/// <summary>What one forward pass returned.</summary>
/// <param name="Input">What was read: "batch 1", "zeros".</param>
/// <param name="BatchSize">The number of samples; null when rows are no samples.</param>
/// <param name="Outputs">The tensors that came out; none when the model refused a smaller batch.</param>
internal sealed record OutputSample(string Input, long? BatchSize, IReadOnlyList<OutputFigures> Outputs)
{
    public bool WasRefused => Outputs.Count == 0;

    public static OutputSample Refused(string input) => new(input, null, []);
}

/// <summary>One tensor that came out of the model.</summary>
/// <param name="Size">Its shape.</param>
/// <param name="NonFinite">What is not finite in it, if anything.</param>
/// <param name="Least">Its least value.</param>
/// <param name="Largest">Its largest value.</param>
/// <param name="OffOne">For each dimension, how far the sums along it are from 1 at most.</param>
/// <param name="ExponentialOffOne">The same for the exponential of its values, which tells logarithms of probabilities.</param>
/// <param name="Rounding">How far a sum of probabilities of this number type may be from 1.</param>
internal sealed record OutputFigures(
    IReadOnlyList<long> Size, NonFinite? NonFinite, double Least, double Largest, IReadOnlyList<double> OffOne, IReadOnlyList<double> ExponentialOffOne, double Rounding)
{
    /// <summary>Single precision carries 7 digits; sums over tens of thousands of classes lose up to three of them.</summary>
    private const double SinglePrecision = 1e-4;

    /// <summary>Half precision and bfloat16 carry 2 to 3 digits.</summary>
    private const double HalfPrecision = 1e-2;

    public static OutputFigures Of(Tensor output)
    {
        var rounding = output.dtype is ScalarType.Float16 or ScalarType.BFloat16 ? HalfPrecision : SinglePrecision;
        if (output.is_complex() || output.NumberOfElements == 0)
            return new OutputFigures(output.shape, null, 0, 0, [], [], rounding);
        var values = output.to(float64);
        return new OutputFigures(output.shape, TensorScan.Find(output), values.min().ToDouble(), values.max().ToDouble(), SumsOffOne(values), SumsOffOne(values.exp()), rounding);
    }

    private static IReadOnlyList<double> SumsOffOne(Tensor values) =>
        [.. Enumerable.Range(0, (int)values.dim()).Select(dimension => (values.sum(dimension) - 1).abs().max().ToDouble())];
}

file static class Collecting
{
    public static void AddIfAny(this List<OutputSample> passes, OutputSample? pass)
    {
        if (pass is not null)
            passes.Add(pass);
    }
}
