using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests.Zoo;

/// <summary>
/// What people write by hand for a model: the asserts of mltest and torchtest (every parameter changes in one step, frozen ones do not, the output is
/// finite), the shape of the output, and the two of every tutorial: the loss goes down, and one batch is learned by heart. No learning rate is
/// tried but the fixture's own, and nothing is looked for when an assert fails. One training serves all of them, as each would take the same steps.
/// </summary>
internal static class HandWrittenTests
{
    /// <summary>After so many steps the loss must be lower than in the first one.</summary>
    private const int FewSteps = 10;

    /// <summary>After so many at most, one batch must be learned by heart.</summary>
    private const int MostSteps = 200;

    /// <summary>The loss at which a batch counts as learned by heart.</summary>
    public const double LowLoss = 0.05;

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <summary>Runs the model as the tests would: seeded, one forward pass in evaluation mode, then training on the first batch.</summary>
    public static HandWrittenRun Run(IRecipes recipes, int seed, string? frozen) => TorchThread.Run(() =>
    {
        var run = new HandWrittenRun();
        try
        {
            using var scope = NewDisposeScope();
            using var subject = new Subject(recipes, seed);
            var batch = subject.Batches(1)[0];
            // As a test's own first lines would: making the training may move the model to another type.
            _ = subject.Training;
            Forward(subject, batch, run);
            Train(subject, batch, run, frozen);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            run.TrainingThrew = FirstLine(exception);
        }
        return run;
    }, new RunBudget(Limit));

    /// <summary>The asserts that fail, in the order in which they would be written; what a healthy model does not allow to write is left out.</summary>
    public static IEnumerable<(string Check, Verdict? Failure)> Judge(HandWrittenRun run, HandWrittenExpectation expected)
    {
        if (expected.Shape is not null)
        {
            yield return ("OutputShape", Assert(run.Shape == expected.Shape, $"expected {expected.Shape}, actual {run.Shape ?? run.ForwardThrew}", ["output"]));
            yield return ("NoNonFinite", Assert(run.ForwardThrew is null && run.NotFinite.Count == 0, "NaN or Inf", run.NotFinite));
        }
        if (expected.Trains)
            yield return ("WeightsUpdate", Assert(run.TrainingThrew is null && run.Unchanged.Count == 0, run.TrainingThrew ?? "did not change", run.Unchanged));
        if (expected.Freezes)
            yield return ("StaysFrozen", Assert(run.TrainingThrew is null && run.FrozenButChanged.Count == 0, run.TrainingThrew ?? "changed", run.FrozenButChanged));
        if (expected.HasLoss)
        {
            yield return ("LossDecreases", Assert(run.Losses.Count >= FewSteps && run.Losses[FewSteps - 1] < run.Losses[0], run.TrainingThrew ?? "the loss did not go down", ["loss"]));
            yield return ("OverfitsSingleBatch", Assert(run.Losses.Count > 0 && run.Losses[^1] < expected.Bound, run.TrainingThrew ?? $"expected a loss below {expected.Bound}", ["loss"]));
        }
    }

    private static void Forward(Subject subject, Batch batch, HandWrittenRun run)
    {
        try
        {
            using var evaluating = subject.Tree.Evaluating();
            using var untracked = no_grad();
            var output = subject.Forward(batch).Tensors;
            run.Shape = string.Join(", ", output.Select(tensor => Shape.Of(tensor)));
            if (!output.All(TensorScan.IsFinite))
                run.NotFinite.Add("output");
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            run.ForwardThrew = FirstLine(exception);
        }
    }

    private static void Train(Subject subject, Batch batch, HandWrittenRun run, string? frozen)
    {
        var parameters = subject.Tree.Parameters;
        var before = parameters.Select(parameter => parameter.Tensor.detach().clone()).ToList();
        var pattern = frozen is null ? null : new PathPattern(frozen);
        for (var step = 1; step <= MostSteps && (step <= FewSteps || run.Losses.Count == 0 || !(run.Losses[^1] < LowLoss)); step++)
        {
            using var scope = NewDisposeScope();
            var loss = subject.TrainStep(batch);
            if (loss is { NumberOfElements: 1 })
                run.Losses.Add(loss.ToDouble());
            if (step > 1)
                continue;
            var changed = parameters.Zip(before, (parameter, value) => (Parameter: parameter, Changed: !parameter.Tensor.Equals(value))).ToList();
            run.Unchanged.AddRange(changed.Where(entry => !entry.Changed && entry.Parameter.Tensor.requires_grad && pattern?.Matches(entry.Parameter.Path) != true).Select(entry => entry.Parameter.Path));
            run.FrozenButChanged.AddRange(changed.Where(entry => entry.Changed && pattern?.Matches(entry.Parameter.Path) == true).Select(entry => entry.Parameter.Path));
        }
        if (run.Losses.Exists(loss => !double.IsFinite(loss)))
            run.NotFinite.Add("loss");
    }

    private static Verdict? Assert(bool holds, string message, List<string> named) =>
        holds ? null : Verdict.Fails(message).At([.. named.Select(name => new Finding(name, "", "")), .. named.Count == 0 ? [new Finding(message, "", "")] : Array.Empty<Finding>()]);

    private static string FirstLine(Exception exception) => (exception.InnerException ?? exception).Message.Split('\n')[0];
}

/// <summary>What the tests saw of one model at one seed.</summary>
internal sealed class HandWrittenRun
{
    public string? Shape { get; set; }

    public string? ForwardThrew { get; set; }

    public string? TrainingThrew { get; set; }

    /// <summary>"output" or "loss".</summary>
    public List<string> NotFinite { get; } = [];

    /// <summary>Parameters that need a gradient and are what they were after one step.</summary>
    public List<string> Unchanged { get; } = [];

    public List<string> FrozenButChanged { get; } = [];

    /// <summary>What the training step returned, step by step.</summary>
    public List<double> Losses { get; } = [];
}

/// <summary>What the author of the tests wrote down of the healthy model.</summary>
/// <param name="Shape">Of its output; null where it cannot be called alone.</param>
/// <param name="Trains">Whether it has a training step that runs.</param>
/// <param name="Freezes">Whether a part of it is declared frozen.</param>
/// <param name="HasLoss">Whether its training step returns a loss.</param>
/// <param name="Bound">The loss to be reached on one batch.</param>
internal sealed record HandWrittenExpectation(string? Shape, bool Trains, bool Freezes, bool HasLoss, double Bound)
{
    /// <summary>An author who finds that the healthy model does not reach the usual bound takes what it reaches, and a tenth of the way for chance.</summary>
    private const double ForChance = 0.1;

    public static HandWrittenExpectation Published(HandWrittenRun healthy, string? frozen) =>
        new(healthy.Shape, healthy.TrainingThrew is null, frozen is not null, healthy.Losses.Count > 0, HandWrittenTests.LowLoss);

    /// <param name="healthy">The run at the seed at which the tests are asked.</param>
    /// <param name="first">The run at the seed at which they were written.</param>
    /// <param name="frozen">The declared part.</param>
    public static HandWrittenExpectation Adapted(HandWrittenRun healthy, HandWrittenRun first, string? frozen) =>
        Published(healthy, frozen) with { Bound = first.Losses is [var initial, .., var final] && final >= HandWrittenTests.LowLoss ? final + (ForChance * Math.Abs(initial - final)) : HandWrittenTests.LowLoss };
}
