using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Where the first value that is not finite came from; looked for only after one was seen.</summary>
    internal NonFiniteOrigin OriginIn(NonFiniteScene scene) => NonFiniteOrigin.Find(Create, scene, Budget);
}

/// <summary>When something was not finite: before which training step, and on what data.</summary>
/// <param name="StepsBefore">Training steps that went before.</param>
/// <param name="SingleBatch">Whether those were steps on one batch, as in <see cref="SingleBatchRun"/>, or on different ones.</param>
/// <param name="StressName">The stress input that showed it; null in training.</param>
internal sealed record NonFiniteScene(int StepsBefore, bool SingleBatch, string? StressName = null);

/// <summary>
/// The first place in a pass where a value was not finite. Looked for in a second, instrumented pass, only after one was seen:
/// first in the forward pass by module and by operation, then in the loss, then in the backward pass.
/// </summary>
/// <param name="Path">The module's path; null when no module is to blame.</param>
/// <param name="Place">In words: "fc2 (Linear), forward pass".</param>
/// <param name="Detail">Shapes and kind.</param>
internal sealed record NonFiniteOrigin(string? Path, string Place, string Detail)
{
    /// <summary>Whether the data is to blame, and neither the model nor the loss.</summary>
    public bool IsOfData { get; init; }

    /// <summary>
    /// An output beyond this is to blame itself when the loss overflows: squared and summed over a million values it exceeds single precision,
    /// which ends at 3.4e38. Losses that overflow on smaller outputs, as exp does from 89 on, are to blame instead.
    /// </summary>
    private const double Exploded = 1e16;

    public static NonFiniteOrigin Find(Func<Subject> create, NonFiniteScene scene, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batch = Replay(subject, scene, budget);
        subject.Reseed(scene.SingleBatch || scene.StressName is not null ? 0 : scene.StepsBefore + 1);
        if (OfData(batch.Inputs, "the input, before the model saw it", batch) is { } input)
            return input;

        var first = new FirstInForward(tensor => TensorScan.Find(tensor)?.ToString());
        using var pass = NewDisposeScope();
        ModelOutput output;
        using (var trace = new ForwardTrace(subject.Tree) { NotesShapes = true })
        {
            first.Watch(trace);
            output = subject.Forward(batch);
        }
        if (first.Found is { Path.Length: > 0 } inModule)
            return inModule;
        if (output.Tensors.Any(tensor => !TensorScan.IsFinite(tensor)))
            return OperationScan.Find(subject, batch) ?? first.Found ?? new NonFiniteOrigin(null, "the forward pass", "no module could be told apart");
        return scene.StressName is null ? InLossOrBackward(subject, output, batch) : new NonFiniteOrigin(null, "Loss", "the outputs were finite");
    }

    private static NonFiniteOrigin? OfData(IReadOnlyList<Tensor> tensors, string place, Batch batch) =>
        tensors.Select(TensorScan.Find).FirstOrDefault(found => found is not null) is { } found
            ? new NonFiniteOrigin(null, place, $"{found}{(batch.Origin is { } origin ? $", in {origin}" : "")}") { IsOfData = true }
            : null;

    private static Batch Replay(Subject subject, NonFiniteScene scene, RunBudget budget)
    {
        if (scene.StressName is not null)
        {
            subject.Tree.Train(false);
            var normal = subject.Batches(1)[0];
            return StressInputs.Of(normal).Where(entry => entry.Name == scene.StressName).Select(entry => entry.Batch).FirstOrDefault() ?? normal;
        }
        var batches = scene.SingleBatch ? [SmallBatch.From(subject)] : TrainingSteps.BatchesFor(scene.StepsBefore + 1, subject);
        TrainingSteps.Replay(subject, batches, scene.StepsBefore, sameNoise: scene.SingleBatch, budget);
        return batches[scene.StepsBefore % batches.Count];
    }

    private static NonFiniteOrigin InLossOrBackward(Subject subject, ModelOutput output, Batch batch)
    {
        if (!subject.HasLoss(batch))
            return new NonFiniteOrigin(null, "TrainStep", "the forward pass is finite");
        var loss = subject.Loss(output, batch);
        if (TensorScan.Find(loss) is { } found)
            return OfData(batch.Targets, "the target, before the loss saw it", batch) ?? WhereOutputExplodes(subject, output, batch) ?? new NonFiniteOrigin(null, "Loss, on finite outputs", $"{found.Kind}; the largest output is {Figures.Of(output.Tensors.Where(tensor => tensor.is_floating_point()).Select(TensorScan.Largest).DefaultIfEmpty(0).Max())}");
        loss.backward();
        var gradients = subject.Tree.Parameters.Select(parameter => (parameter.Path, parameter.Owner, Found: parameter.Tensor.grad is { } gradient ? TensorScan.Find(gradient) : null)).ToList();
        if (gradients.LastOrDefault(entry => entry.Found is not null) is { Found: { } bad } last)
        {
            // Backward runs from the loss to the input: the last parameter in forward order that is hit lies next to the origin.
            var next = gradients.SkipWhile(entry => entry.Path != last.Path).FirstOrDefault(entry => entry.Found is null && entry.Owner != last.Owner);
            var place = next.Path is null ? $"backward pass, between {last.Owner} and the loss" : $"backward pass, between {last.Owner} and {next.Owner}";
            return new NonFiniteOrigin(last.Owner, place, $"the forward pass is finite; gradient of {last.Path}: {bad}");
        }
        return new NonFiniteOrigin(null, "TrainStep, after a finite forward and backward pass", "look at the optimizer, the learning rate and what the step does to gradients");
    }

    /// <summary>Where in the model values first become as large as outputs that no loss can take; null when the outputs are not so large.</summary>
    private static NonFiniteOrigin? WhereOutputExplodes(Subject subject, ModelOutput output, Batch batch)
    {
        if (!output.Tensors.Any(IsExploded))
            return null;
        var first = new FirstInForward(tensor => IsExploded(tensor) ? $"up to {Figures.Of(TensorScan.Largest(tensor))}" : null);
        using (no_grad())
        using (var trace = new ForwardTrace(subject.Tree) { NotesShapes = true })
        {
            first.Watch(trace);
            _ = subject.Forward(batch);
        }
        return first.Found is { Path.Length: > 0 } inModule ? inModule : OperationScan.FindFirst(subject, batch, IsExploded, tensor => $"up to {Figures.Of(TensorScan.Largest(tensor))}");
    }

    private static bool IsExploded(Tensor tensor) => tensor.is_floating_point() && TensorScan.Largest(tensor) > Exploded;

    /// <summary>Watches modules through hooks: the first that turns sound inputs into something else, or the gap before a module that is given such an input.</summary>
    /// <param name="wrong">What is wrong with a tensor; null for a sound one.</param>
    private sealed class FirstInForward(Func<Tensor, string?> wrong)
    {
        private string previous = "the input";

        public NonFiniteOrigin? Found { get; private set; }

        public void Watch(ForwardTrace trace)
        {
            trace.Entered = (call, inputs) =>
            {
                if (Found is null && Bad(inputs) is { } bad)
                    Found = Between(call, $"between {previous} and {call}, forward pass", bad, trace);
            };
            trace.Finished = (call, outputs) =>
            {
                if (Found is null && Bad(outputs) is { } bad)
                    Found = new NonFiniteOrigin(call.Path, $"{call}, forward pass", $"input {call.InputShapes}, output {bad}");
                previous = call.ToString();
            };
        }

        private static NonFiniteOrigin Between(ModuleCall call, string place, string bad, ForwardTrace trace) =>
            new(trace.Running is [.., var parent, _] && parent.Path.Length > 0 ? parent.Path : call.Path, place, $"input of {call.Path}: {bad}");

        /// <summary>A mask of -Inf is legal; it is an input of a module in no model that we know of, NaN and +Inf are none.</summary>
        private string? Bad(ModelOutput tensors) =>
            tensors.Tensors.Select(wrong).FirstOrDefault(found => found is not null);
    }
}
