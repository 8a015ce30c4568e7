using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// What a training is resumed from: parameters and buffers, optimizer state, how far each schedule is, the number of steps, and gradients that are still
/// to be applied. Tensors live in the caller's dispose scope.
/// </summary>
internal sealed class Checkpoint
{
    private readonly SavedModel model;
    private readonly IReadOnlyList<byte[]> optimizers;
    private readonly IReadOnlyList<Tensor?> gradients;
    private readonly IReadOnlyList<StateEntry> state;
    private readonly IReadOnlyDictionary<string, string> optimizerValues;
    private readonly IReadOnlyList<IReadOnlyDictionary<string, string>> schedules;
    private readonly int steps;

    /// <exception cref="CheckpointException">Something cannot be saved.</exception>
    public Checkpoint(Subject subject, int steps)
    {
        this.steps = steps;
        if (subject.Model is jit.ScriptModule)
            throw new CheckpointException("a TorchScript module is saved with its code by torch.jit.save, not by its state alone");
        var saved = Optimizers(subject);
        model = Attempt("saving the model", () => SavedModel.Of(subject.Tree));
        optimizers = [.. saved.Select(optimizer => Attempt($"{optimizer.GetType().Name}.save_state_dict", () => Save(optimizer)))];
        optimizerValues = FieldValues.Of(saved);
        schedules = [.. subject.Training.Schedulers.Select(FieldValues.Of)];
        gradients = [.. subject.Tree.Parameters.Select(parameter => parameter.Tensor.grad?.clone())];
        state = TrainingTrail.State(subject);
    }

    /// <exception cref="CheckpointException">Something is not as it was after restoring.</exception>
    public void RestoreInto(Subject subject)
    {
        var training = subject.Training;
        for (var step = 0; step < steps; step++)
            training.CountStep();
        Attempt("loading the model into a fresh one", () => { model.LoadInto(subject.Tree); return true; });
        if (StateEntry.Differences(state, TrainingTrail.State(subject)) is [var lost, ..])
            throw new CheckpointException($"{lost.Path} does not survive saving and loading; see [SaveLoadRoundTrip]");

        // A schedule has no state to load, and its steps change the optimizer's options: they are taken first, and the options loaded over them.
        foreach (var (schedule, values) in training.Schedulers.Zip(schedules))
            Attempt($"a schedule has no state to save, and repeating {schedule.GetType().Name}.step()", () => { Replay(schedule, values); return true; });
        var fresh = Optimizers(subject);
        foreach (var (optimizer, bytes) in fresh.Zip(optimizers))
            Attempt($"{optimizer.GetType().Name}.load_state_dict", () => { Load(optimizer, bytes); return true; });
        if (FieldValues.FirstDifference(optimizerValues, FieldValues.Of(fresh)) is { } lostValue)
            throw new CheckpointException($"the optimizer's own load_state_dict does not restore {lostValue}");

        foreach (var (parameter, gradient) in subject.Tree.Parameters.Zip(gradients))
        {
            if (gradient is not null)
                parameter.Tensor.grad = gradient;
        }
    }

    private static void Replay(optim.lr_scheduler.LRScheduler schedule, IReadOnlyDictionary<string, string> saved)
    {
        for (var step = Epoch(schedule, FieldValues.Of(schedule)); step < Epoch(schedule, saved); step++)
            schedule.step();
        if (FieldValues.FirstDifference(saved, FieldValues.Of(schedule)) is { } lost)
            throw new CheckpointException($"a schedule has no state to save, and repeating its steps does not restore {lost}");
    }

    private static int Epoch(optim.lr_scheduler.LRScheduler schedule, IReadOnlyDictionary<string, string> values) =>
        int.Parse(values[$"{schedule.GetType().Name} _last_epoch"], System.Globalization.CultureInfo.InvariantCulture);

    private static List<OptimizerHelper> Optimizers(Subject subject) =>
        [.. subject.Training.Optimizers.Select(optimizer => optimizer as OptimizerHelper ?? throw new CheckpointException($"{optimizer.GetType().Name} has no state dict"))];

    private static byte[] Save(OptimizerHelper optimizer)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        optimizer.save_state_dict(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static void Load(OptimizerHelper optimizer, byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        optimizer.load_state_dict(reader);
    }

    /// <summary>Whatever throws here is a limit of saving and loading, not a difference between two trainings.</summary>
    private static T Attempt<T>(string what, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or CheckpointException))
        {
            throw new CheckpointException($"{what} threw {exception.GetType().Name}: {Recipe.FirstLine(exception.Message)}");
        }
    }
}

/// <summary>A training cannot be saved or restored, so that nothing can be said about resuming it.</summary>
internal sealed class CheckpointException(string reason) : Exception(reason);
