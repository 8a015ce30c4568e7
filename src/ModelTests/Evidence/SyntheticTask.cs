using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    private readonly Dictionary<FixturePart, Recorded<SyntheticTask>> exchangedTasks = [];
    private readonly Dictionary<(double RateFactor, bool OwnData), Recorded<SyntheticTask>> syntheticTasks = [];

    /// <summary>Training on the fixture's synthetic data, with its learning rates multiplied.</summary>
    internal SyntheticTask SyntheticTaskAt(double rateFactor) => TaskAt(rateFactor, ownData: false);

    /// <summary>The same training on the fixture's own data; without data where that is the synthetic one.</summary>
    internal SyntheticTask OwnTask => TaskAt(1, ownData: true);

    /// <summary>The same training on clear clusters of the shapes of the fixture's own data.</summary>
    internal SyntheticTask ClusteredTask => TaskWith(FixturePart.Data);

    /// <summary>The same training of a model that is known to be sound on the fixture's own data.</summary>
    internal SyntheticTask ReferenceTask => TaskWith(FixturePart.Model);

    private SyntheticTask TaskWith(FixturePart part)
    {
        if (!exchangedTasks.TryGetValue(part, out var task))
            exchangedTasks[part] = task = new(() => new Evidence(new ExchangedRecipes(Recipes, part), Seed) { Budget = Budget }.LearnedTask);
        return task.Value;
    }

    /// <summary>Training on the fixture's own data; on its synthetic data where that is its own.</summary>
    internal SyntheticTask LearnedTask => OwnTask is { HasData: true } own ? own : SyntheticTaskAt(1);

    private SyntheticTask TaskAt(double rateFactor, bool ownData)
    {
        if (!syntheticTasks.TryGetValue((rateFactor, ownData), out var task))
            syntheticTasks[(rateFactor, ownData)] = task = new(() => SyntheticTask.Record(CreateAt, rateFactor, ownData, Budget));
        return task.Value;
    }
}

/// <summary>
/// Training with several seeds on part of the synthetic data, judged on the rest of it: beside it the best output that ignores the input, and the same
/// training with the targets exchanged between samples.
/// </summary>
internal sealed record SyntheticTask
{
    /// <summary>Each takes two trainings; three give an interval.</summary>
    public const int Seeds = 3;

    /// <summary>Where a run goes on no longer: far past what any chance gives.</summary>
    private const double Enough = 0.5;

    public const int MostSteps = 400;

    private const int Interval = 20;

    /// <summary>Seeds of training are far from each other, so that no two checks use the same.</summary>
    private const int SeedDistance = 1000;

    /// <summary>Whether the fixture has such data.</summary>
    public required bool HasData { get; init; }

    /// <summary>Whether it has enough samples to hold some out.</summary>
    public bool HasEnough { get; init; }

    /// <summary>Between which values the loss on the held-out samples can move.</summary>
    public LossBounds? Bounds { get; init; }

    public long TrainingSize { get; init; }

    public long HeldOutSize { get; init; }

    public double RateFactor { get; init; }

    public IReadOnlyList<Lesson> Lessons { get; init; } = [];

    /// <summary>One seed.</summary>
    /// <param name="Own">Trained on the data as it is.</param>
    /// <param name="Control">Trained as long on targets exchanged between samples; null where there are none, or where nothing was learned anyway.</param>
    internal sealed record Lesson(Curve Own, Curve? Control);

    /// <summary>One training.</summary>
    /// <param name="Steps">Training steps taken.</param>
    /// <param name="HeldOutLoss">The lowest loss on the held-out samples, in evaluation mode, that was seen on the way.</param>
    /// <param name="TrainingShare">The share of the way from the best constant output to the floor that the loss of the last training steps closed.</param>
    /// <param name="Improving">Whether the held-out loss was still falling at the end.</param>
    /// <param name="Metrics">The fixture's metrics on the held-out samples where their loss was lowest.</param>
    internal sealed record Curve(int Steps, double HeldOutLoss, double TrainingShare, bool Improving, IReadOnlyList<Metric> Metrics);

    public static SyntheticTask Record(Func<int, Subject> create, double rateFactor, bool ownData, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        // Its scope owns the samples.
        using var reader = create(0);
        var data = ownData ? reader.CreateData() : reader.CreateSyntheticData();
        if (data is null || (ownData && data is SyntheticData))
            return new SyntheticTask { HasData = false };
        if (HeldOutSamples.Of(data) is not { } samples)
            return new SyntheticTask { HasData = true, HasEnough = false };
        var bounds = Attainable(LossBounds.Of(reader, samples.HeldOut, budget), reader, data);
        var lessons = new List<Lesson>();
        if (!bounds.NoGap && !bounds.Unbounded)
        {
            var own = Enumerable.Range(0, Seeds).Select(seed => Train(seed, samples, MostSteps, Interval)).ToList();
            // A mean over three seeds cannot lie surely above what one of them stays below: then no control is needed.
            var controlled = own.TrueForAll(curve => bounds.ShareClosed(curve.HeldOutLoss) > LearnsSyntheticTaskAttribute.LeastShare);
            lessons.AddRange(own.Select((curve, seed) => new Lesson(curve,
                controlled && samples.WithShuffledTargets(new Random(seed)) is { } control ? Train(seed, control, curve.Steps, IntervalOfControl(curve)) : null)));
        }
        return new SyntheticTask
        {
            HasData = true,
            HasEnough = true,
            Bounds = bounds,
            TrainingSize = samples.TrainingSize,
            HeldOutSize = samples.HeldOut.Size,
            RateFactor = rateFactor,
            Lessons = lessons,
        };

        // The lowest of many losses is a little lower than that at the end: a control is looked at as often as a run that it is close to,
        // and once, at the end, where the run went far past what chance gives.
        int IntervalOfControl(Curve curve) => bounds.ShareClosed(curve.HeldOutLoss) >= Enough ? curve.Steps : Interval;

        Curve Train(int seed, HeldOutSamples from, int steps, int interval)
        {
            using var subject = create(seed * SeedDistance);
            SingleBatchRun.ScaleLearningRates(subject.Training, rateFactor);
            return Learn(subject, from, bounds, new Random(seed), steps, interval, budget);
        }
    }

    /// <summary>The bounds with the floor that the task's own noise sets, where it is known: outputs chosen with the targets at hand go below it.</summary>
    private static LossBounds Attainable(LossBounds bounds, Subject subject, ModelData data) =>
        !subject.DefinesLoss && data is SyntheticData { LossFloor: { } floor } && floor > bounds.Floor && floor < bounds.Constant ? bounds with { Floor = floor } : bounds;

    private static Curve Learn(Subject subject, HeldOutSamples samples, LossBounds bounds, Random random, int steps, int interval, RunBudget budget)
    {
        var (best, bestBefore) = (Judged(subject, samples), double.PositiveInfinity);
        var recent = new Queue<double>();
        var step = 0;
        while (step < steps)
        {
            step++;
            budget.Step($"in step {step} of {steps} on synthetic data", step / (double)steps, recent.Count > 0 ? recent.Last() : null);
            if (Step(subject, samples, random, step) is { } loss)
            {
                if (!double.IsFinite(loss))
                    return new Curve(step, best.Loss, double.NegativeInfinity, false, best.Metrics);
                recent.Enqueue(loss);
                if (recent.Count > Interval)
                    recent.Dequeue();
            }
            if (step % interval != 0 && step != steps)
                continue;
            var now = Judged(subject, samples);
            if (step == steps * 3 / 4 / Interval * Interval)
                bestBefore = best.Loss;
            if (now.Loss < best.Loss)
                best = now;
            if (bounds.ShareClosed(best.Loss) >= Enough)
                break;
        }
        return new Curve(step, best.Loss, recent.Count == 0 ? double.NaN : bounds.ShareClosed(recent.Average()), best.Loss < bestBefore - (0.01 * bounds.Gap), best.Metrics);
    }

    private static double? Step(Subject subject, HeldOutSamples samples, Random random, int step)
    {
        using var scope = NewDisposeScope();
        var batch = samples.Draw(random);
        subject.Reseed(step);
        var loss = subject.TrainStep(batch);
        return loss is { NumberOfElements: 1 } ? loss.ToDouble() : null;
    }

    private static (double Loss, IReadOnlyList<Metric> Metrics) Judged(Subject subject, HeldOutSamples samples)
    {
        using var scope = NewDisposeScope();
        using var evaluating = subject.Tree.Evaluating();
        using var untracked = no_grad();
        var batch = samples.HeldOut.Clone();
        subject.Reseed();
        var output = subject.Forward(batch);
        var loss = subject.Loss(output, batch).ToDouble();
        return (double.IsFinite(loss) ? loss : double.PositiveInfinity, subject.Metrics(output, batch));
    }
}
