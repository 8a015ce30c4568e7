using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The fixture's loss as a function of the model's outputs, for one batch; in double precision where the loss takes it, so that what is
/// compared is not rounding. The same noise is drawn for every call, unless another number is given.
/// </summary>
internal sealed class LossCall
{
    private readonly Subject subject;
    private readonly RunBudget budget;

    /// <summary>The fresh model's own outputs.</summary>
    public IReadOnlyList<Tensor> Outputs { get; }

    /// <summary>Which of them a parameter reaches: the others (noise to be predicted, a teacher's opinion) are part of the question.</summary>
    public IReadOnlyList<bool> Free { get; }

    public Batch Batch { get; }

    public LossCall(Subject subject, Batch batch, RunBudget budget)
    {
        (this.subject, this.budget) = (subject, budget);
        subject.Reseed();
        var given = subject.Forward(batch.Clone()).Tensors;
        var free = given.Select(tensor => tensor.is_floating_point() && tensor.requires_grad).ToList();
        Free = free.Contains(true) ? free : [.. given.Select(tensor => tensor.is_floating_point())];
        (Outputs, Batch) = ([.. given.Select(tensor => tensor.detach().clone())], batch);
        var (wide, wideBatch) = ((List<Tensor>)[.. Outputs.Select(ToDouble)], batch.With([.. batch.Inputs.Select(ToDouble)], [.. batch.Targets.Select(ToDouble)]));
        if (Gradient(wide, wideBatch) is not null)
            (Outputs, Batch) = (wide, wideBatch);
    }

    /// <summary>The only output that can be chosen; null when there are several.</summary>
    public Tensor? Only => Outputs is [var only] && Free[0] ? only : null;

    /// <summary>Two losses that differ by less, relative to their size, are equal.</summary>
    public double Tolerance => Outputs.Any(tensor => tensor.dtype == float64) ? 1e-9 : 1e-5;

    public bool Differ(double first, double second) => Math.Abs(first - second) > Tolerance * Math.Max(1, Math.Max(Math.Abs(first), Math.Abs(second)));

    /// <summary>Null when the loss does not take such outputs.</summary>
    public double? At(IReadOnlyList<Tensor> outputs, Batch? batch = null, int noise = 0)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        return Call([.. outputs.Select(tensor => tensor.clone())], batch ?? Batch, noise)?.ToDouble();
    }

    /// <summary>As above, for the only output.</summary>
    public double? At(Tensor output) => At([output]);

    /// <summary>The gradients with respect to the outputs, zeros where there is none; null when the loss has no gradient at all or does not take such outputs.</summary>
    public IReadOnlyList<Tensor>? Gradient(IReadOnlyList<Tensor> outputs, Batch? batch = null)
    {
        using var scope = NewDisposeScope();
        var leaves = outputs.Select((tensor, i) => Free[i] ? tensor.detach().clone().requires_grad_() : tensor).ToList();
        if (Call(leaves, batch ?? Batch, 0) is not { requires_grad: true } loss)
            return null;
        try
        {
            loss.backward();
        }
        catch (ExternalException)
        {
            return null;
        }
        return leaves.Any(leaf => leaf.requires_grad && leaf.grad is not null)
            ? [.. leaves.Select(leaf => (leaf.requires_grad ? leaf.grad : null)?.detach().clone() ?? zeros_like(leaf)).Select(gradient => gradient.MoveToOuterDisposeScope())]
            : null;
    }

    private Tensor? Call(IReadOnlyList<Tensor> outputs, Batch batch, int noise)
    {
        budget.Step("while trying the loss on other outputs");
        subject.Reseed(noise);
        try
        {
            return subject.Loss(new ModelOutput(outputs), batch.Clone());
        }
        catch (Exception exception) when (exception is FixtureException { InnerException: not null } or ExternalException)
        {
            return null;
        }
    }

    private static Tensor ToDouble(Tensor tensor) => tensor.is_floating_point() ? tensor.to(float64) : tensor;
}
