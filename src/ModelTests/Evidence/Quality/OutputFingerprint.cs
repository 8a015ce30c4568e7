using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>What the model computes, in figures that can be compared with another version of its code. Recorded anew at each call.</summary>
    internal OutputFingerprint Fingerprint(FingerprintSettings settings) => OutputFingerprint.Record(Proven(), settings, Facts, Budget);

    /// <summary>The modules around an operation of the forward pass, on models on which hooks do not fire.</summary>
    internal (string? Last, bool IsOwn, string? Next) ModulesAround(FingerprintSettings settings, int operation) => OutputFingerprint.Around(Proven(), settings, operation, Budget);

    private Func<int, Subject> Proven() => offset => offset == 0 ? Create() : CreateAt(offset);
}

/// <summary>How a fingerprint is taken.</summary>
/// <param name="Weights">With which weights.</param>
/// <param name="Numbers">The numbers of parameters and buffers in an older fingerprint, by path; empty for a first one.</param>
/// <param name="InDouble">Whether the model is converted to float64.</param>
internal sealed record FingerprintSettings(InitialWeights Weights, IReadOnlyDictionary<string, NumberedShape> Numbers, bool InDouble = true);

/// <summary>The number of a parameter or buffer, by which it is known when its name changes.</summary>
internal sealed record NumberedShape(int Number, IReadOnlyList<long> Size);

/// <summary>
/// What a model computes: outputs, loss, gradients and a few training steps on one batch. In double precision where the model can be converted: there a
/// refactoring changes the last of sixteen digits, and neither a unit at the kink of its activation nor the sign of a gradient that is only rounding tips over.
/// </summary>
internal sealed class OutputFingerprint
{
    /// <summary>Momentum and the averages of Adam are the gradient itself in a first step, and show from the second on; a schedule may count from 1.</summary>
    private const int LeastSteps = 3;

    /// <summary>Gradient accumulation over 16 batches moves nothing before.</summary>
    private const int MostSteps = 17;

    public required FingerprintSettings Settings { get; init; }

    public required int Seed { get; init; }

    /// <summary>The coarsest that was seen: models compute parts of themselves in float32 after a conversion, too.</summary>
    public Precision Precision { get; private set; }

    public List<(string Name, TensorSketch Sketch)> Batch { get; } = [];

    public List<InitialSketch> Initial { get; } = [];

    /// <summary>In evaluation mode.</summary>
    public List<TensorSketch> Outputs { get; } = [];

    public IReadOnlyList<ModulePass> Modules { get; private set; } = [];

    /// <summary>The results of the operations in the order of their creation; empty where hooks see every layer.</summary>
    public List<TensorSketch> Operations { get; } = [];

    public List<TensorSketch> TrainingOutputs { get; } = [];

    /// <summary>Null where the fixture has no loss apart from its training step.</summary>
    public TensorSketch? Loss { get; private set; }

    /// <summary>By path; a null sketch where there is no gradient.</summary>
    public List<(string Path, TensorSketch? Sketch)> Gradients { get; } = [];

    /// <summary>What the first training step adds to each parameter, by path.</summary>
    public List<(string Path, TensorSketch Sketch)> FirstUpdates { get; } = [];

    /// <summary>What the training steps add to each parameter, by path.</summary>
    public List<(string Path, TensorSketch Sketch)> Updates { get; } = [];

    /// <summary>After the training steps, by path.</summary>
    public List<(string Path, TensorSketch Sketch)> Buffers { get; } = [];

    /// <summary>How many training steps were taken: until a parameter moved, and no fewer than <see cref="LeastSteps"/>.</summary>
    public int Steps { get; private set; }

    /// <summary>What the first training step returned; null where it returns nothing.</summary>
    public TensorSketch? StepLoss { get; private set; }

    /// <summary>Why nothing can be compared; null when it can.</summary>
    public string? Inconclusive { get; private set; }

    public static OutputFingerprint Record(Func<int, Subject> createAt, FingerprintSettings settings, SubjectFacts facts, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        var draw = InitialDraw.Record(createAt, budget);
        try
        {
            return Repeated(createAt, settings, draw, facts, budget);
        }
        catch (Exception exception) when (settings.InDouble && exception is (FixtureException { InnerException: not null } or ExternalException))
        {
            // Not every model can be converted: then its own precision must do.
            return Repeated(createAt, settings with { InDouble = false }, draw, facts, budget);
        }
    }

    public static (string? Last, bool IsOwn, string? Next) Around(Func<int, Subject> createAt, FingerprintSettings settings, int operation, RunBudget budget)
    {
        budget.Step("while looking for the module whose output changed");
        using var scope = NewDisposeScope();
        var draw = InitialDraw.Record(createAt, budget);
        using var subject = Prepare(createAt, settings, draw, [.. Numbers(draw, settings.Numbers)]);
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        var batch = BatchFor(subject, settings);
        using var type = new DefaultType(settings.InDouble);
        using var pass = OperationScan.Pass(subject, batch);
        return OperationScan.Around(subject, batch, pass.Tensors, operation);
    }

    /// <summary>Everything twice: what does not repeat cannot be compared with a file.</summary>
    private static OutputFingerprint Repeated(Func<int, Subject> createAt, FingerprintSettings settings, InitialDraw draw, SubjectFacts facts, RunBudget budget)
    {
        var first = Once(createAt, settings, draw, facts, budget);
        if (first.Outputs.Concat(first.TrainingOutputs).Any(output => output.NotANumber > 0) || first.Loss is { } loss && loss.NotANumber + loss.Masked > 0)
        {
            first.Inconclusive = "an output or the loss is not finite; [NoNonFinite] tells where that comes from";
            return first;
        }
        var second = Once(createAt, settings, draw, facts, budget);
        if (first.Figures().Zip(second.Figures()).FirstOrDefault(pair => pair.First.Sketch.Change(pair.Second.Sketch) > first.Precision.Tolerance()) is { First.Name: { } name })
            first.Inconclusive = $"equally seeded runs differ in {name}: the model, its data or its training step draws numbers that torch.manual_seed does not reach; see [EvalIsDeterministic] and [TrainingIsReproducible]";
        return first;
    }

    private static OutputFingerprint Once(Func<int, Subject> createAt, FingerprintSettings settings, InitialDraw draw, SubjectFacts facts, RunBudget budget)
    {
        var numbers = Numbers(draw, settings.Numbers).ToList();
        var taken = new OutputFingerprint { Settings = settings, Seed = facts.Seed };
        taken.Initial.AddRange(draw.Tensors.Zip(numbers).Select(pair => InitialSketch.Of(pair.First, pair.Second)));
        using (var subject = Prepare(createAt, settings, draw, numbers))
        {
            var batch = BatchFor(subject, settings, taken);
            if (facts.HasForward)
            {
                using var type = new DefaultType(settings.InDouble);
                budget.Step("while running the model in evaluation mode");
                taken.Evaluate(subject, batch);
                budget.Step("while running the model forward and backward");
                taken.Backward(subject, batch, facts.HasLoss);
            }
        }
        using (var subject = Prepare(createAt, settings, draw, numbers))
        {
            var batch = BatchFor(subject, settings);
            using var type = new DefaultType(settings.InDouble);
            taken.Train(subject, batch, budget);
        }
        return taken;
    }

    private static Subject Prepare(Func<int, Subject> createAt, FingerprintSettings settings, InitialDraw draw, List<int> numbers)
    {
        var subject = createAt(0);
        using var untracked = no_grad();
        if (settings.InDouble)
            subject.Tree.ToType(float64);
        if (settings.Weights == InitialWeights.Drawn)
            return subject;
        foreach (var (path, _, tensor) in InitialDraw.Of(subject))
        {
            var index = draw.Tensors.ToList().FindIndex(initial => initial.Path == path);
            if (index >= 0)
                FixedWeights.Fill(tensor, draw.Tensors[index], numbers[index]);
        }
        return subject;
    }

    private static Batch BatchFor(Subject subject, FingerprintSettings settings, OutputFingerprint? taken = null)
    {
        var batch = SmallBatch.From(subject);
        taken?.Batch.AddRange(batch.Inputs.Select((input, i) => ($"input {i}", TensorSketch.Of(input))).Concat(batch.Targets.Select((target, i) => ($"target {i}", TensorSketch.Of(target)))));
        return settings.InDouble ? batch.With([.. batch.Inputs.Select(ToDouble)], [.. batch.Targets.Select(ToDouble)]) : batch;
    }

    private static Tensor ToDouble(Tensor tensor) => tensor.is_floating_point() ? tensor.to(float64) : tensor;

    private void Evaluate(Subject subject, Batch batch)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        subject.Reseed();
        using var copy = batch.Clone();
        Modules = ModulePasses.Of(subject.Tree, () => Outputs.AddRange(subject.Forward(copy).Tensors.Select(TensorSketch.Of)));

        using var pass = OperationScan.Pass(subject, batch);
        var created = pass.Tensors;
        // A constant of one value is widened to the type that it meets.
        foreach (var tensor in created.Where(tensor => tensor.is_floating_point() && tensor.NumberOfElements > 1))
            Precision = PrecisionExtensions.Coarsest(Precision, PrecisionExtensions.Of(tensor.dtype));
        foreach (var parameter in subject.Tree.Parameters)
            Precision = PrecisionExtensions.Coarsest(Precision, PrecisionExtensions.Of(parameter.Tensor.dtype));
        var seen = Modules.Select(module => module.Path).ToHashSet();
        if (subject.Tree.Parameters.Any(parameter => !seen.Contains(parameter.Owner)))
            Operations.AddRange(created.Select(TensorSketch.Of));
    }

    private void Backward(Subject subject, Batch batch, bool hasLoss)
    {
        using var scope = NewDisposeScope();
        subject.Tree.Train();
        subject.Reseed();
        using var copy = batch.Clone();
        var output = subject.Forward(copy);
        TrainingOutputs.AddRange(output.Tensors.Select(TensorSketch.Of));
        if (!hasLoss)
            return;
        var loss = subject.Loss(output, copy);
        Loss = TensorSketch.Of(loss);
        if (!loss.requires_grad)
            return;
        loss.backward();
        foreach (var parameter in subject.Tree.Parameters)
        {
            using var gradient = parameter.Tensor.grad;
            Gradients.Add((parameter.Path, gradient is null ? null : TensorSketch.Of(gradient)));
        }
    }

    private void Train(Subject subject, Batch batch, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        _ = subject.Training;
        var parameters = subject.Tree.Parameters;
        var before = parameters.Select(parameter => parameter.Tensor.detach().clone()).ToList();
        do
        {
            Steps++;
            budget.Step($"in training step {Steps}");
            using var stepScope = NewDisposeScope();
            using var copy = batch.Clone();
            subject.Reseed(Steps);
            var loss = subject.TrainStep(copy);
            if (Steps > 1)
                continue;
            StepLoss = loss is null ? null : TensorSketch.Of(loss);
            FirstUpdates.AddRange(Moved());
        }
        while (Steps < LeastSteps || Steps < MostSteps && parameters.Zip(before).All(pair => pair.First.Tensor.Equals(pair.Second)));
        using var untracked = no_grad();
        Updates.AddRange(Moved());
        Buffers.AddRange(subject.Tree.Buffers.DistinctBy(buffer => buffer.Path).Select(buffer => (buffer.Path, TensorSketch.Of(buffer.Tensor))));
        foreach (var parameter in parameters)
            Precision = PrecisionExtensions.Coarsest(Precision, PrecisionExtensions.Of(parameter.Tensor.dtype));

        IEnumerable<(string, TensorSketch)> Moved() => parameters.Zip(before).Select(pair => (pair.First.Path, TensorSketch.Of(pair.First.Tensor.detach() - pair.Second)));
    }

    /// <summary>The number of each tensor: that of the same name and shape before; else the first one of its shape that is left; else a new one.</summary>
    private static IEnumerable<int> Numbers(InitialDraw draw, IReadOnlyDictionary<string, NumberedShape> before)
    {
        var left = before.Values.OrderBy(entry => entry.Number).ToList();
        var numbers = new int?[draw.Tensors.Count];
        for (var i = 0; i < numbers.Length; i++)
        {
            if (before.TryGetValue(draw.Tensors[i].Path, out var same) && same.Size.SequenceEqual(draw.Tensors[i].Values.shape))
                Take(i, same);
        }
        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i] is null && left.Find(entry => entry.Size.SequenceEqual(draw.Tensors[i].Values.shape)) is { } alike)
                Take(i, alike);
        }
        var next = before.Values.Select(entry => entry.Number + 1).DefaultIfEmpty(0).Max();
        return numbers.Select(number => number ?? next++);

        void Take(int i, NumberedShape entry)
        {
            numbers[i] = entry.Number;
            left.Remove(entry);
        }
    }

    /// <summary>All figures with the words for what they are, in the order in which one follows from the other.</summary>
    private IEnumerable<(string Name, TensorSketch Sketch)> Figures() =>
        Batch.Select(entry => ($"the data ({entry.Name})", entry.Sketch))
            .Concat(Outputs.Select(sketch => ("the outputs in evaluation mode", sketch)))
            .Concat(TrainingOutputs.Select(sketch => ("the outputs in training mode", sketch)))
            .Concat(Loss is null ? [] : [("the loss", Loss)])
            .Concat(Gradients.Where(entry => entry.Sketch is not null).Select(entry => ($"the gradient of {entry.Path}", entry.Sketch!)))
            .Concat(FirstUpdates.Concat(Updates).Select(entry => ($"the training step, at {entry.Path}", entry.Sketch)))
            .Concat(Buffers.Select(entry => ($"the buffer {entry.Path}", entry.Sketch)));

    /// <summary>
    /// Sets the type of tensors that a model makes without naming one, such as the first state of a recurrent layer. Not while models and data are made: other
    /// numbers would be drawn.
    /// </summary>
    private sealed class DefaultType : IDisposable
    {
        private readonly ScalarType before = get_default_dtype();

        public DefaultType(bool inDouble)
        {
            if (inDouble)
                set_default_dtype(float64);
        }

        public void Dispose() => set_default_dtype(before);
    }
}

/// <summary>A parameter or buffer of the new model.</summary>
/// <param name="Path">Its name.</param>
/// <param name="Number">By which it is known when its name changes.</param>
/// <param name="IsParameter">Not a buffer.</param>
/// <param name="IsTrainable">Requires a gradient.</param>
/// <param name="Sketch">Its values after the fixture's seed.</param>
/// <param name="Drawn">Those of its values that other seeds change.</param>
internal sealed record InitialSketch(string Path, int Number, bool IsParameter, bool IsTrainable, TensorSketch Sketch, DrawnValues? Drawn)
{
    public static InitialSketch Of(InitialTensor tensor, int number) =>
        new(tensor.Path, number, tensor.IsParameter, tensor.IsTrainable, TensorSketch.Of(tensor.Values), tensor.Moments);
}
