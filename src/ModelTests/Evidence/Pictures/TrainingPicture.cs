using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>A short training, watched closely: the loss, the sizes of parameters, gradients and updates, and what the modules return before and after.</summary>
/// <param name="Losses">Of each step; empty when the step returns none.</param>
/// <param name="Parameters">The trainable parameters, or evenly spaced ones where there are many.</param>
/// <param name="Activations">The modules, likewise.</param>
/// <param name="Problem">What is missing, and why; null when nothing is.</param>
internal sealed record TrainingPicture(IReadOnlyList<double> Losses, IReadOnlyList<ParameterSizes> Parameters, IReadOnlyList<ActivationHistogram> Activations, string? Problem)
{
    /// <summary>Shows whether gradients shrink or grow and updates are in proportion, and costs no more than a check.</summary>
    public const int Steps = 20;

    public static TrainingPicture Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var notes = new List<string>();
        // Before the parameters are listed: making the training may move the model, which replaces them.
        _ = subject.Training;
        var all = subject.Tree.Parameters.Where(parameter => parameter.Tensor.requires_grad).ToList();
        var parameters = Evenly.Of(all, ParameterSizes.Most);
        if (parameters.Count < all.Count)
            notes.Add($"{parameters.Count} of {all.Count} trainable parameters are shown, evenly spaced from the first to the last");
        var activations = Tried(() => new ActivationPicture(subject, budget));
        if (activations is { Unseen: > 0 and var unseen })
            notes.Add($"no activations of {Figures.Count(unseen, "module")}: forward() does not run {(unseen == 1 ? "it" : "them")}, or not by call()");
        var losses = new List<double?>();
        var sizes = parameters.Select(parameter => (Values: new List<double>(), Gradients: new List<double?>(), Updates: new List<double>())).ToList();
        try
        {
            var batches = TrainingSteps.BatchesFor(1, subject);
            for (var step = 1; step <= Steps; step++)
            {
                budget.Step($"in training step {step} of {Steps} for the report");
                Take(subject, batches[(step - 1) % batches.Count], step, parameters, sizes, losses);
            }
        }
        catch (FixtureException problem)
        {
            notes.Add($"the short training ended after {Figures.Count(losses.Count, "step")}: {problem.Message}");
        }
        return new TrainingPicture(losses.Contains(null) ? [] : [.. losses.OfType<double>()], [.. parameters.Zip(sizes, (parameter, size) => new ParameterSizes(parameter.Path, parameter.Tensor.shape, size.Values, size.Gradients, size.Updates))],
            activations is null ? [] : Tried(activations.Record) ?? [], notes.Count == 0 ? null : string.Join("; ", notes));

        T? Tried<T>(Func<T> look)
            where T : class
        {
            try
            {
                return look();
            }
            catch (Exception problem) when (problem is not OperationCanceledException)
            {
                notes.Add($"not shown: activations, because {Recipe.FirstLine(problem.Message)}");
                return null;
            }
        }
    }

    private static void Take(Subject subject, Batch batch, int step, IReadOnlyList<NamedParameter> parameters, List<(List<double> Values, List<double?> Gradients, List<double> Updates)> sizes, List<double?> losses)
    {
        using var scope = NewDisposeScope();
        var before = parameters.Select(parameter => parameter.Tensor.detach().clone()).ToList();
        subject.Reseed(step);
        using var copy = batch.Clone();
        var loss = subject.TrainStep(copy);
        losses.Add(loss is { NumberOfElements: 1 } ? loss.ToDouble() : null);
        using var untracked = no_grad();
        for (var i = 0; i < parameters.Count; i++)
        {
            var parameter = parameters[i].Tensor;
            using var gradient = parameter.grad;
            sizes[i].Values.Add(TensorScan.RootMeanSquare(before[i]));
            sizes[i].Gradients.Add(gradient is null ? null : TensorScan.RootMeanSquare(gradient));
            sizes[i].Updates.Add(TensorScan.RootMeanSquare(parameter - before[i]));
        }
    }
}
