using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>How far the output goes with large parameters.</summary>
    internal PushedOutputs PushedOutputs => Recording(ModelTests.PushedOutputs.Record);
}

/// <summary>Between which values the model's single output lies with large random parameters: a bound that it keeps is one that training cannot move.</summary>
/// <param name="Least">The least value; NaN when none was finite.</param>
/// <param name="Largest">The largest value.</param>
internal sealed record PushedOutputs(double Least, double Largest)
{
    public static PushedOutputs Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        var outputs = OutputReach.Pushed(subject, subject.Batches(1)[0], OutputReach.Scales[^1], budget);
        return outputs.Count == 0 ? new PushedOutputs(double.NaN, double.NaN) : new PushedOutputs(outputs.Min(output => output.min().ToDouble()), outputs.Max(output => output.max().ToDouble()));
    }
}
