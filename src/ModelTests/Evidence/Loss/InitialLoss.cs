using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>The fresh model's loss against that of no answer.</summary>
    internal InitialLoss InitialLoss => Recording(ModelTests.InitialLoss.Record);
}

/// <summary>The fresh model's loss on a batch, and that of outputs that prefer no class.</summary>
/// <param name="Inapplicable">Why there is no classification, or no initialisation; null where there are both.</param>
/// <param name="Fresh">The loss of the fresh model.</param>
/// <param name="Chance">The loss of outputs that are the same for all classes: ln K in nats for cross entropy over K classes, whatever its weights and its ignored index.</param>
/// <param name="Classes">The number of classes; 2 for yes or no.</param>
/// <param name="Spread">The standard deviation of the outputs over the classes of a sample; for yes or no their root mean square.</param>
/// <param name="Growth">The modules through which values pass, and how large they are behind them; empty where hooks do not fire.</param>
/// <param name="InputSize">The root mean square of the largest input.</param>
internal sealed record InitialLoss(string? Inapplicable, double Fresh, double Chance, long Classes, double Spread, IReadOnlyList<LayerSize> Growth, double InputSize)
{
    public static InitialLoss Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        if (subject.Tree.Modules.Any(entry => entry.Module is jit.ScriptModule))
            return None("TorchScript comes with its weights, which nobody has initialised here");
        var batch = subject.Batches(1)[0];
        var call = new LossCall(subject, batch, budget);
        if (call.Only is not { } output || batch.Targets is not [var target])
            return None("no classification: there is not one output for one target");
        if (!target.is_integral() && !target.eq(0).logical_or(target.eq(1)).all().item<bool>())
            return None("no classification: the targets are no classes");
        using var untracked = no_grad();
        if (LossLadder.Of(call) is not { IsReversed: false } ladder || ladder.Kind == AnswerKind.Values)
            return None("no classification: what an output without an answer looks like is not known");
        if (call.At(call.Outputs) is not { } fresh || !double.IsFinite(fresh))
            return None("the loss of the fresh model is not finite");
        var outputs = PerfectOutputs.Candidates(output, call.Batch.Target).First(candidate => candidate.Kind == ladder.Kind);
        var spread = outputs.ClassDimension < 0 ? TensorScan.RootMeanSquare(output) : (output - output.mean([outputs.ClassDimension], keepdim: true)).square().mean().sqrt().ToDouble();
        return new InitialLoss(null, fresh, ladder.Neutral, Math.Max(2, ladder.Classes), spread, Sizes(subject, batch),
            batch.Inputs.Where(input => input.is_floating_point()).Select(TensorScan.RootMeanSquare).DefaultIfEmpty(0).Max());
    }

    private static List<LayerSize> Sizes(Subject subject, Batch batch)
    {
        var sizes = new List<LayerSize>();
        var entered = new Stack<double>();
        using var trace = new ForwardTrace(subject.Tree);
        trace.Entered = (_, inputs) => entered.Push(Size(inputs));
        trace.Finished = (call, outputs) =>
        {
            var before = entered.Count > 0 ? entered.Pop() : 0;
            if (call.Path.Length > 0)
                sizes.Add(new LayerSize(call.Path, before, Size(outputs)));
        };
        subject.Reseed();
        _ = subject.Forward(batch.Clone());
        return sizes;
    }

    private static double Size(ModelOutput tensors) => tensors.Tensors.Where(tensor => tensor.is_floating_point()).Select(TensorScan.RootMeanSquare).DefaultIfEmpty(0).Max();

    private static InitialLoss None(string reason) => new(reason, 0, 0, 0, 0, [], 0);
}

/// <summary>How large the values are before and behind a module.</summary>
/// <param name="Path">The module.</param>
/// <param name="Before">Root mean square of its input; 0 where that holds no real numbers.</param>
/// <param name="Behind">Root mean square of its output.</param>
internal sealed record LayerSize(string Path, double Before, double Behind);
