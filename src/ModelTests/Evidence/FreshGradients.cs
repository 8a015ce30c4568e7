using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>The gradients at the initial weights.</summary>
    internal FreshGradients FreshGradients => Recording(ModelTests.FreshGradients.Record);

    /// <summary>The gradients at the initial weights, but with zero-initialised branches opened.</summary>
    internal OpenedGradients OpenedGradients => Recording(ModelTests.OpenedGradients.Record);
}

/// <summary>
/// What <see cref="FreshGradients"/> tells, with small noise in every parameter that begins as zeros: behind a branch that is closed at first,
/// such as LoRA's, gradients are 0 at the initial weights only.
/// </summary>
internal sealed record OpenedGradients(FreshGradients Gradients)
{
    public double? Largest(string path) => Gradients.Largest(path);

    public static OpenedGradients Record(Func<Subject> create, RunBudget budget) => new(FreshGradients.Record(create, budget, ZeroBranches.Open));
}

/// <summary>
/// The gradients of the fixture's loss at the initial weights, from a backward pass of our own over several batches.
/// What the training step leaves behind may have been cleared, clipped or zeroed; this tells which gradients there should have been.
/// </summary>
internal sealed record FreshGradients(IReadOnlyDictionary<string, double> LargestByPath, IReadOnlyDictionary<string, double> SizeByPath)
{
    private const int Batches = 4;

    /// <summary>The largest magnitude over all batches; null when no batch gave the parameter a gradient.</summary>
    public double? Largest(string path) => LargestByPath.TryGetValue(path, out var largest) ? largest : null;

    /// <summary>The largest root mean square over all batches; 0 when no batch gave the parameter a gradient.</summary>
    public double Size(string path) => SizeByPath.GetValueOrDefault(path);

    public static FreshGradients Record(Func<Subject> create, RunBudget budget) => Record(create, budget, _ => { });

    public static FreshGradients Record(Func<Subject> create, RunBudget budget, Action<Subject> prepare)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        prepare(subject);
        var (largest, size) = (new Dictionary<string, double>(), new Dictionary<string, double>());
        var batches = subject.Batches(Batches);
        if (!subject.HasLoss(batches[0]))
            return new FreshGradients(largest, size);
        subject.Tree.Train();
        var number = 0;
        foreach (var batch in batches)
        {
            budget.Step($"in backward pass {++number} of {Batches}");
            using var pass = NewDisposeScope();
            subject.Reseed(number);
            var loss = subject.Loss(subject.Forward(batch), batch);
            if (!loss.requires_grad)
                continue;
            loss.backward();
            foreach (var parameter in subject.Tree.Parameters)
            {
                using var gradient = parameter.Tensor.grad;
                if (gradient is not null)
                {
                    largest[parameter.Path] = Math.Max(largest.GetValueOrDefault(parameter.Path), TensorScan.Largest(gradient));
                    size[parameter.Path] = Math.Max(size.GetValueOrDefault(parameter.Path), TensorScan.RootMeanSquare(gradient));
                }
                parameter.Tensor.grad = null;
            }
        }
        return new FreshGradients(largest, size);
    }
}
