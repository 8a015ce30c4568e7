using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether the model is linear in its input, but for a constant.</summary>
    internal Linearity Linearity => Recording(ModelTests.Linearity.Record);
}

/// <summary>Whether the model is an affine function of its input: f(a) + f(b) = f(a + b) + f(0) on the small batch, at the initial weights.</summary>
internal sealed record Linearity(bool IsAffine)
{
    /// <summary>Some 1e-6 of the outputs is rounding in single precision; a single bent unit among hundreds leaves more than this.</summary>
    private const double Rounding = 1e-4;

    public static Linearity Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while comparing the outputs of two inputs with the output of their sum");
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var subject = create();
        using var evaluating = subject.Tree.Evaluating();
        var batch = SmallBatch.From(subject);
        if (!batch.Inputs.All(input => input.is_floating_point()))
            return new Linearity(false);
        try
        {
            var first = Outputs(subject, batch, input => input);
            var second = Outputs(subject, batch, input => Others(input, batch));
            var sum = Outputs(subject, batch, input => input + Others(input, batch));
            var zero = Outputs(subject, batch, input => zeros_like(input));
            return new Linearity(Enumerable.Range(0, first.Count).All(i => Superposes(first[i], second[i], sum[i], zero[i])));
        }
        catch (FixtureException)
        {
            // The model refuses such inputs, so it looks at them in a way that is not linear.
            return new Linearity(false);
        }
    }

    private static Tensor Others(Tensor input, Batch batch) => input.roll(1, batch.InputBatchDimension);

    private static List<Tensor> Outputs(Subject subject, Batch batch, Func<Tensor, Tensor> change)
    {
        subject.Reseed();
        return [.. subject.Forward(batch.With([.. batch.Inputs.Select(change)], batch.Targets)).Tensors.Where(tensor => tensor.is_floating_point())];
    }

    private static bool Superposes(Tensor first, Tensor second, Tensor sum, Tensor zero) =>
        TensorScan.Largest(first + second - sum - zero) <= Rounding * TensorScan.Largest(sum - zero);
}
