using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Forward, loss and training step leave the batch that they are given as it was.</summary>
/// <remarks>A training step may dispose its batch, as many training loops do; the forward call and the loss may not.</remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class InputUntouchedAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Forward, loss and training step leave the batch that they are given as it was.";

    internal override Stage Stage => Stage.Model;

    internal override bool SeesEveryPart => true;

    internal override Verdict Judge(Evidence evidence)
    {
        var use = evidence.InputUse;
        if (use.Changes is not [var first, ..])
            return Verdict.Holds($"{string.Join(", ", use.Recipes.Distinct())} left every input and target as it was");
        var path = first.Module is { Path.Length: > 0 } module ? module.Path : first.Recipe;
        var where = first.Module is { Path.Length: > 0 } ? $"{first.Module} in {first.Recipe}" : first.Recipe;
        var disposed = use.Changes.Any(change => change.Text == "disposed");
        return Verdict.Fails($"{first.Recipe} {(disposed ? "disposes" : "changes")} {Figures.Count(use.Changes.Count, "tensor")} of its batch")
            .At([new Finding(path, "", $"{first.Tensor}: {first.Text}"), .. use.Changes.Select(change => new Finding(change.Tensor, change.Size, change.Text))])
            .Because(disposed
                ? $"{where} disposes a tensor that belongs to the caller"
                : $"{where} works in place on a tensor of the batch: an operation that ends in _, an assignment to its elements, or inplace: true. Data that is kept in memory is other in the next epoch")
            .ChangeTo(disposed ? "dispose only what the method itself makes" : "use the operation without _, or work on a clone()")
            .ExemptBy("[Exempt(\"InputUntouched\", \"…\")]");
    }
}
