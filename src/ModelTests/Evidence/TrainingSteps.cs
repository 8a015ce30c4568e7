using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>A few training steps on different batches.</summary>
    internal TrainingSteps Steps => RecordedSteps.Value;

    internal TrainingSteps? StepsIfRecorded => RecordedSteps.IsRecorded ? Steps : null;

    private Recorded<TrainingSteps> RecordedSteps => Recorded(() => TrainingSteps.Record(Create, Budget));
}

/// <summary>
/// A few of the fixture's own training steps on different batches, observed from outside: parameters, gradients, learning rates, loss.
/// Goes on for longer while a parameter has not moved, because sparse embeddings, dead units on one batch, warm-up and
/// gradient accumulation all need more than a few steps.
/// </summary>
internal sealed class TrainingSteps
{
    /// <summary>Enough for gradient accumulation over four batches, and for a zero-initialised branch to open up what lies behind it.</summary>
    public const int Steps = 5;

    /// <summary>How far it goes on while a parameter stands still. Accumulation over 16 batches, warm-up and rarely routed experts need it.</summary>
    public const int MostSteps = 25;

    /// <summary>Batches that are read at first; most fixtures need no more.</summary>
    private const int FirstBatches = 8;

    public List<StepRecord> Taken { get; } = [];

    public required IReadOnlyList<ParameterHistory> Parameters { get; init; }

    /// <summary>The buffers, and the first step after which each was other than at the start.</summary>
    public required IReadOnlyList<BufferHistory> Buffers { get; init; }

    /// <summary>How many parameters the optimizers hold that the model does not have.</summary>
    public required int StrangersInOptimizer { get; init; }

    /// <summary>Whether the training has a schedule, or changes the learning rate without one.</summary>
    public bool HasSchedule => Schedulers > 0 || Taken.Exists(step => step.LearningRate != Taken[0].LearningRate);

    /// <summary>Trainable parameters that the model gained in the first step and that no optimizer holds after it.</summary>
    public IReadOnlyList<AddedParameter> Added { get; private set; } = [];

    /// <summary>Whether the last step had a larger learning rate than the first.</summary>
    public bool LearningRateGrows => Taken[^1].LearningRate > Taken[0].LearningRate;

    private int Schedulers { get; init; }

    /// <summary>The first step after which something was not finite.</summary>
    public StepRecord? FirstNonFinite => Taken.FirstOrDefault(step => step.NonFinite.Any(sighting => !sighting.IsOfData));

    public static TrainingSteps Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batches = BatchesFor(1, subject);
        // Before the parameters are listed: making the training may move the model, which replaces them.
        var training = subject.Training;
        var parameters = subject.Tree.Parameters;
        var buffers = subject.Tree.Buffers.ToList();
        var groups = training.Optimizers.SelectMany(optimizer => optimizer.ParamGroups).OfType<ParamGroup>().ToList();
        var held = groups.SelectMany(group => group.Parameters).Select(parameter => MemoryAddress.Of(parameter)).ToList();
        var recording = new TrainingSteps
        {
            Buffers = [.. buffers.Select(buffer => new BufferHistory(buffer.Path, buffer.Tensor.shape))],
            Parameters = [.. parameters.Select(parameter => HistoryOf(parameter, held.Count(address => address == parameter.Address)))],
            Schedulers = training.Schedulers.Count,
            StrangersInOptimizer = held.Except(parameters.Select(parameter => parameter.Address)).Count(),
        };
        var bufferStart = buffers.Select(buffer => buffer.Tensor.clone()).ToList();
        var start = parameters.Select(parameter => parameter.Tensor.detach().clone()).ToList();

        for (var step = 1; step <= MostSteps; step++)
        {
            budget.Step($"in training step {step} of {Steps}", step <= Steps ? step / (double)Steps : null, recording.Taken.LastOrDefault()?.Loss);
            if (step > batches.Count)
                batches = BatchesFor(step, subject);
            using var stepScope = NewDisposeScope();
            recording.NoteLearningRates(groups, parameters);
            subject.Reseed(step);
            using var batch = batches[step - 1].Clone();
            var sightings = Scan(Sighting.Input, batch.Inputs).Concat(Scan(Sighting.Target, batch.Targets)).ToList();
            var rate = groups.Select(group => group.LearningRate).DefaultIfEmpty(0).Max();
            var loss = subject.TrainStep(batch);
            if (step == 1)
                recording.Added = AddedTo(subject, parameters);
            recording.Observe(step, rate, loss, parameters, start, sightings, batch);
            sightings.AddRange(subject.Training.Optimizers.SelectMany(OptimizerTensors.Of).SelectMany(state => Scan($"optimizer-state {state.Name}", [state.Tensor])));
            recording.ObserveBuffers(step, buffers, bufferStart);
            if (recording.FirstNonFinite is not null || (step >= Steps && recording.EverythingMoved))
                break;
        }
        return recording;
    }

    /// <summary>The batches up to a step, each step with one of its own: what a parameter waits for may be rare in the data.</summary>
    public static IReadOnlyList<Batch> BatchesFor(int step, Subject subject) => subject.Batches(step <= FirstBatches ? FirstBatches : MostSteps);

    /// <summary>Takes the same steps again with a fresh subject.</summary>
    public static void Replay(Subject subject, int steps, RunBudget budget) => Replay(subject, BatchesFor(steps, subject), steps, sameNoise: false, budget);

    /// <summary>Takes steps on the given batches, over and over, with the noise of each step or with the same in all.</summary>
    public static void Replay(Subject subject, IReadOnlyList<Batch> batches, int steps, bool sameNoise, RunBudget budget)
    {
        for (var step = 1; step <= steps; step++)
        {
            budget.Step($"in training step {step} of {steps}, taken again");
            using var stepScope = NewDisposeScope();
            subject.Reseed(sameNoise ? 0 : step);
            using var batch = batches[(step - 1) % batches.Count].Clone();
            _ = subject.TrainStep(batch);
        }
    }

    private bool EverythingMoved => Parameters.All(parameter => parameter.Moved || !parameter.RequiresGradient);

    /// <summary>The groups are read again: a step that adds a layer may add it to the optimizer as well.</summary>
    private static List<AddedParameter> AddedTo(Subject subject, IReadOnlyList<NamedParameter> before)
    {
        var held = subject.Training.Optimizers.SelectMany(optimizer => optimizer.ParamGroups).OfType<ParamGroup>()
            .SelectMany(group => group.Parameters).Select(parameter => MemoryAddress.Of(parameter)).ToHashSet();
        var known = before.Select(parameter => parameter.Path).ToHashSet();
        return [.. subject.Tree.Parameters.Where(parameter => parameter.Tensor.requires_grad && !known.Contains(parameter.Path) && !held.Contains(parameter.Address))
            .Select(parameter => new AddedParameter(parameter.Path, parameter.Tensor.shape))];
    }

    private static ParameterHistory HistoryOf(NamedParameter parameter, int timesInOptimizer) => new()
    {
        Path = parameter.Path,
        Owner = parameter.Owner,
        Size = parameter.Tensor.shape,
        RequiresGradient = parameter.Tensor.requires_grad,
        TimesInOptimizer = timesInOptimizer,
        LargestValue = TensorScan.Largest(parameter.Tensor),
    };

    private void NoteLearningRates(List<ParamGroup> groups, IReadOnlyList<NamedParameter> parameters)
    {
        foreach (var group in groups)
        {
            var members = group.Parameters.Select(parameter => MemoryAddress.Of(parameter)).ToHashSet();
            foreach (var (parameter, history) in parameters.Zip(Parameters))
            {
                if (members.Contains(parameter.Address))
                    history.LearningRate = Math.Max(history.LearningRate, group.LearningRate);
            }
        }
    }

    private void Observe(int step, double rate, Tensor? loss, IReadOnlyList<NamedParameter> parameters, List<Tensor> start, List<Sighting> sightings, Batch batch)
    {
        if (loss is not null)
            sightings.AddRange(Scan("loss", [loss]));
        for (var i = 0; i < parameters.Count; i++)
        {
            var (parameter, history) = (parameters[i].Tensor, Parameters[i]);
            if (history.MovedAt is null && !parameter.Equals(start[i]))
                history.MovedAt = step;
            history.NonFiniteValue = TensorScan.Find(parameter);
            if (history.NonFiniteValue is { } value)
                sightings.Add(new Sighting($"parameter {history.Path}", value));
            using var gradient = parameter.grad;
            if (gradient is null)
                continue;
            history.HadGradient = true;
            var range = TensorScan.Range(gradient);
            history.NonFiniteGradient = range.NonFinite;
            if (history.NonFiniteGradient is { } bad)
            {
                sightings.Add(new Sighting($"gradient of {history.Path}", bad));
                continue;
            }
            history.LargestGradient = Math.Max(history.LargestGradient, range.Largest);
            history.GradientSize = Math.Max(history.GradientSize, range.RootMeanSquare);
        }
        Taken.Add(new StepRecord(step, rate, loss is { NumberOfElements: 1 } ? loss.ToDouble() : null, sightings) { BatchRead = batch.Origin?.ToString() });
    }

    private void ObserveBuffers(int step, List<(string Path, Tensor Tensor)> buffers, List<Tensor> start)
    {
        for (var i = 0; i < buffers.Count; i++)
        {
            if (Buffers[i].MovedAt is null && !buffers[i].Tensor.Equals(start[i]))
                Buffers[i].MovedAt = step;
        }
    }

    private static IEnumerable<Sighting> Scan(string what, IReadOnlyList<Tensor> tensors)
    {
        for (var i = 0; i < tensors.Count; i++)
        {
            if (TensorScan.Find(tensors[i]) is { } found)
                yield return new Sighting(tensors.Count == 1 ? what : $"{what} {i}", found);
        }
    }
}

/// <summary>A parameter that the model did not have before the first step.</summary>
internal sealed record AddedParameter(string Path, IReadOnlyList<long> Size);

/// <summary>What happened to one buffer, such as the running statistics of batch normalisation.</summary>
internal sealed record BufferHistory(string Path, IReadOnlyList<long> Size)
{
    /// <summary>The first step, from 1, after which its values were other than at the start; null when they never were.</summary>
    public int? MovedAt { get; set; }
}

/// <summary>One training step as seen from outside.</summary>
/// <param name="Number">From 1.</param>
/// <param name="LearningRate">The largest learning rate in force.</param>
/// <param name="Loss">What the step returned; null if it returned none.</param>
/// <param name="NonFinite">Everything that was not finite before or after it.</param>
internal sealed record StepRecord(int Number, double LearningRate, double? Loss, IReadOnlyList<Sighting> NonFinite)
{
    /// <summary>The batch that it was taken on: "training batch 3".</summary>
    public string? BatchRead { get; init; }
}

/// <summary>A tensor that is not finite, and what it is: "loss", "gradient of fc1.weight".</summary>
internal sealed record Sighting(string What, NonFinite Found)
{
    public const string Input = "input";
    public const string Target = "target";

    /// <summary>Whether it is part of the data: a missing value, or a mask of -Inf, is legal as long as nothing that is made of it is not finite.</summary>
    public bool IsOfData => What.Split(' ')[0] is Input or Target;
}
