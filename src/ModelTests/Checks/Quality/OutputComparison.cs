namespace ModelTests;

/// <summary>Compares what a model computes with what it computed, in the order in which one thing follows from the other.</summary>
internal sealed class OutputComparison
{
    private const string StepLoss = "returned by the training step";

    private const string ToCompare = "compare the optimizer, its settings and TrainStep with the version of the baseline";

    /// <summary>Steps of which each is so many times as long as before, by that share.</summary>
    private const double SameRatio = 1e-3;

    private readonly RecordedOutputs before;
    private readonly RecordedOutputs now;
    private readonly bool sameEnvironment;
    private readonly Precision precision;
    private readonly double tolerance;
    private readonly IReadOnlyList<(InitialLine Before, InitialLine Now)> tensors;

    public OutputComparison(RecordedOutputs before, RecordedOutputs now, bool sameEnvironment)
    {
        (this.before, this.now, this.sameEnvironment) = (before, now, sameEnvironment);
        var numbered = before.Initial.ToDictionary(line => line.Number);
        tensors = [.. now.Initial.Where(line => numbered.ContainsKey(line.Number)).Select(line => (numbered[line.Number], line))];
        precision = PrecisionExtensions.Coarsest(before.Precision, now.Precision);
        // Inputs and set values that differ in the last bit make everything after them differ as much.
        if (!Texts(before.Batch).SequenceEqual(Texts(now.Batch)) || tensors.Any(pair => IsSet(pair) && pair.Before.Sketch.Change(pair.Now.Sketch) > 0))
            precision = PrecisionExtensions.Coarsest(precision, Precision.Single);
        if (!sameEnvironment)
            precision = precision.InAnotherEnvironment();
        tolerance = precision.Tolerance();
    }

    /// <summary>Parameters and buffers that have another name than before.</summary>
    public IReadOnlyList<(string Before, string Now)> Renamed => [.. tensors.Where(pair => pair.Before.Path != pair.Now.Path).Select(pair => (pair.Before.Path, pair.Now.Path))];

    /// <summary>Whether the weights that CreateModel draws are others than before, of the same distribution.</summary>
    public bool IsDrawnAnew => before.Weights == nameof(InitialWeights.Fixed)
        && tensors.Any(pair => pair.Before.Drawn is not null && pair.Before.Sketch.Change(pair.Now.Sketch) > Precision.Single.Tolerance());

    public string Tolerance => $"{Figures.Of(tolerance)} of a tensor's size ({precision.Name()}{(sameEnvironment ? "" : ", in another environment than the baseline's")})";

    /// <summary>What differs, the cause first; empty when nothing does.</summary>
    /// <param name="around">Tells the modules around an operation.</param>
    public IReadOnlyList<Difference> Differences(Func<int, (string? Last, bool IsOwn, string? Next)> around)
    {
        List<Difference> differences = [Settings(), Parameters(), Data(), Initial()];
        var outputs = Changed(before.Outputs, now.Outputs);
        if (outputs.Count > 0)
        {
            var first = differences.All(difference => difference.Findings.Count == 0) ? new FirstChange(before, now, tolerance).Find(around) : null;
            differences.Add(new Difference("outputs", "the outputs", [.. first is null ? [] : new[] { first }, .. outputs],
                first is null ? "forward() computes something else from the same inputs and weights" : "forward() computes something else from the same inputs and weights; this is the first result that changed",
                "compare the code there with the version of the baseline"));
        }
        differences.Add(new Difference("training outputs", "the outputs in training mode", Changed(before.TrainingOutputs, now.TrainingOutputs),
            outputs.Count > 0 ? "" : "evaluation mode is as before: dropout, normalisation by batch statistics or noise changed, or random numbers are drawn in another order", "compare what depends on the mode"));
        differences.Add(new Difference("loss", "the loss", Changed(Only(before.Loss, "loss"), Only(now.Loss, "loss")), "the outputs are as before: the loss or its reduction changed", "compare Loss with the version of the baseline"));
        differences.AddRange([Gradients(), FirstStep(), Updates()]);
        differences.Add(new Difference("buffers", "the buffers after training", Buffers(), "parameters move as before: the momentum of running statistics, or what updates the buffer, changed", "compare what writes to the buffer"));
        return [.. differences.Where(difference => difference.Findings.Count > 0)];
    }

    private Difference Settings()
    {
        var findings = new List<Finding>();
        Add("weights", before.Weights, now.Weights);
        Add("seed", before.Seed, now.Seed);
        return new Difference("settings", "the settings of the recording", findings, "the baseline was recorded with other settings, so nothing can be compared", "put the setting back, or record the baseline anew on the old code");

        void Add(string name, string was, string isNow)
        {
            if (was != isNow)
                findings.Add(new Finding(name, "", $"{isNow}, was {was}"));
        }
    }

    private Difference Parameters()
    {
        var (old, current) = (before.Initial.Select(line => line.Number).ToHashSet(), now.Initial.Select(line => line.Number).ToHashSet());
        var removed = before.Initial.Where(line => !current.Contains(line.Number)).ToList();
        var findings = now.Initial.Where(line => !old.Contains(line.Number))
            .Select(line => new Finding(line.Path, Shape.OfSizes(line.Sketch.Size), removed.Find(other => other.Path == line.Path) is { } was ? $"was {Shape.OfSizes(was.Sketch.Size)}" : "is new")).ToList();
        findings.AddRange(removed.Where(line => !findings.Exists(finding => finding.Location == line.Path)).Select(line => new Finding(line.Path, Shape.OfSizes(line.Sketch.Size), "is gone")));
        return new Difference("parameters", "the shapes of parameters or buffers", findings, "a layer was added, removed or resized, or several were fused into one: no weights are left with which both versions could be compared",
            "where it is a pure refactoring, split or join the weights yourself and compare in a test of your own");
    }

    private Difference Data() => new("data", "the data", Changed(before.Batch, now.Batch, Precision.Single.Tolerance()),
        "the data changed, not the model: another order, size or preprocessing of the first batch", "compare CreateData with the version of the baseline");

    private Difference Initial()
    {
        var isDrawn = now.Weights == nameof(InitialWeights.Drawn);
        var findings = tensors.Select(pair => (pair.Now, Text: InitialChange(pair.Before, pair.Now, isDrawn)))
            .Where(entry => entry.Text is not null).Select(entry => new Finding(entry.Now.Path, Shape.OfSizes(entry.Now.Sketch.Size), entry.Text!)).ToList();
        return new Difference("initial values", "the initial values", findings,
            isDrawn && findings.Count > 0 && tensors.All(pair => pair.Before.Drawn is null == pair.Now.Drawn is null && (pair.Before.Drawn is null || pair.Now.Drawn!.ChangeFrom(pair.Before.Drawn) is null))
                ? "other numbers of the same distribution are drawn: layers are created in another order, or something else draws before them"
                : "initialisation changed; whether forward() did cannot be told from what depends on it",
            isDrawn ? "create layers in the order of the baseline, or compare with Weights = InitialWeights.Fixed" : "compare how the model's constructor sets these values");
    }

    private string? InitialChange(InitialLine old, InitialLine current, bool isDrawn)
    {
        var isSame = old.Sketch.Change(current.Sketch) <= (sameEnvironment ? Precision.Single : Precision.Half).Tolerance();
        if (old.Drawn is null && current.Drawn is null || isDrawn)
            return isSame ? null : current.Sketch.ChangeFrom(old.Sketch);
        if (old.Drawn is null)
            return $"is drawn with rms {Figures.Of(current.Drawn!.Rms)}, was the same for every seed";
        return current.Drawn is null ? $"is the same for every seed, was drawn with rms {Figures.Of(old.Drawn.Rms)}" : current.Drawn.ChangeFrom(old.Drawn);
    }

    private Difference Gradients()
    {
        var leastScale = precision.SmallestShare() * Largest(before.Gradients, now.Gradients);
        var (lost, changed) = (new List<Finding>(), new List<(double Change, Finding Finding)>());
        foreach (var (old, current, line) in ByNumber(before.Gradients, now.Gradients))
        {
            var frozen = line.Before.IsTrainable && !line.Now.IsTrainable ? "is frozen (requires_grad is false) and " : "";
            var change = old.Sketch is null || current.Sketch is null ? old.Sketch is null && current.Sketch is null ? 0 : double.PositiveInfinity : old.Sketch.Change(current.Sketch, leastScale);
            if (change <= tolerance)
                continue;
            var size = Shape.OfSizes(line.Now.Sketch.Size);
            if (current.Sketch is null || current.Sketch.Rms == 0)
                lost.Add(new Finding(line.Now.Path, size, $"{frozen}has no gradient any more, had rms {Figures.Of(old.Sketch?.Rms ?? 0)}"));
            else
                changed.Add((change, new Finding(line.Now.Path, size, old.Sketch is null ? $"has a gradient, had none" : $"its gradient {current.Sketch.ChangeFrom(old.Sketch)}")));
        }
        return new Difference("gradients", "the gradients", [.. lost, .. Sorted(changed)],
            lost.Count > 0 ? "the loss is as before, and these parameters are cut off from it: detach(), no_grad() or requires_grad = false" : "the loss is as before, and another path leads back from it: look for detach(), no_grad() or a function with a backward pass of its own",
            "compare where the graph is cut");
    }

    private Difference FirstStep()
    {
        const string Kept = "the gradients are as before: ";
        var (changed, all) = Moved(before.FirstUpdates, now.FirstUpdates);
        var ratios = changed.Where(pair => pair.Before.Rms > 0).Select(pair => pair.Now.Rms / pair.Before.Rms).ToList();
        var cause = ratios.Count > 0 && ratios.TrueForAll(ratio => ratio == 0) ? "the optimizer no longer holds these parameters, or its learning rate is 0 there"
            : all && ratios.Count > 0 && ratios.Max() - ratios.Min() <= SameRatio * ratios.Max() ? $"every parameter moves {Figures.Of(ratios[0])} times as far, as with another learning rate"
            : "the optimizer, one of its settings (weight decay, clipping, the learning rate of a group) or TrainStep changed";
        List<Finding> findings = [.. changed.Select(pair => pair.Finding), .. Changed(Only(before.Loss, StepLoss), Only(now.Loss, StepLoss))];
        return new Difference("first step", "the first training step", findings, Kept + cause, ToCompare);
    }

    private Difference Updates()
    {
        var findings = Moved(before.Updates, now.Updates).Changed.ConvertAll(pair => pair.Finding);
        if (before.Steps != now.Steps)
            findings.Insert(0, new Finding("TrainStep", "", $"parameters move within {now.Steps} training steps, was {before.Steps}"));
        return new Difference("updates", "the later training steps", findings,
            "the first step is as before: momentum or the averages of the optimizer, weight decay that is added to the gradient, a schedule, or gradients that are not cleared", ToCompare);
    }

    /// <summary>The parameters that training moves in another way, the worst first, and whether it is all that it moves.</summary>
    private (List<(TensorSketch Before, TensorSketch Now, Finding Finding)> Changed, bool All) Moved(IReadOnlyList<SketchLine> old, IReadOnlyList<SketchLine> current)
    {
        // Adam divides by the gradient's size plus 1e-8: what is rounding in a gradient of 1e-17 moves a parameter by 1e-9 of a usual step.
        var leastScale = Largest(old, current);
        var pairs = ByNumber(old, current).Where(pair => !IsRounding(pair.Line)).Select(pair => (Before: pair.Before.Sketch!, Now: pair.Now.Sketch!, Line: pair.Line.Now)).ToList();
        var changed = pairs.Where(pair => pair.Before.Change(pair.Now, leastScale) > tolerance)
            .OrderBy(pair => pair.Now.Rms > 0).ThenByDescending(pair => pair.Before.Change(pair.Now, leastScale))
            .Select(pair => (pair.Before, pair.Now, new Finding(pair.Line.Path, Shape.OfSizes(pair.Line.Sketch.Size), Moves(pair.Before, pair.Now)))).ToList();
        return (changed, changed.Count == pairs.Count(pair => Math.Max(pair.Before.Rms, pair.Now.Rms) > tolerance * leastScale));
    }

    private static string Moves(TensorSketch was, TensorSketch isNow) => isNow.Rms == 0
        ? "does not move any more"
        : $"its change {isNow.ChangeFrom(was)}";

    private List<Finding> Buffers()
    {
        var numbers = tensors.ToDictionary(pair => pair.Now.Path, pair => pair.Before.Path);
        var old = before.Buffers.ToDictionary(line => line.Name);
        return Sorted(now.Buffers.Select(line => (Now: line, Before: old.GetValueOrDefault(numbers.GetValueOrDefault(line.Name, line.Name))))
            .Where(pair => pair.Before is not null)
            .Select(pair => (Change: pair.Before!.Sketch!.Change(pair.Now.Sketch!), new Finding(pair.Now.Name, Shape.OfSizes(pair.Now.Sketch!.Size), pair.Now.Sketch.ChangeFrom(pair.Before.Sketch))))
            .Where(entry => entry.Change > tolerance));
    }

    private List<Finding> Changed(IReadOnlyList<SketchLine> old, IReadOnlyList<SketchLine> current, double? limit = null)
    {
        var findings = old.Zip(current).Select(pair => (Change: pair.First.Sketch!.Change(pair.Second.Sketch!), new Finding(pair.Second.Name, Shape.OfSizes(pair.Second.Sketch!.Size), pair.Second.Sketch.ChangeFrom(pair.First.Sketch))))
            .Where(entry => entry.Change > Math.Max(tolerance, limit ?? 0)).ToList();
        if (old.Count != current.Count)
            findings.Insert(0, (double.PositiveInfinity, new Finding("count", "", $"{Figures.Count(current.Count, "tensor")}, was {old.Count}")));
        return Sorted(findings);
    }

    /// <summary>The two lines of each parameter, whatever its name was.</summary>
    private IEnumerable<(SketchLine Before, SketchLine Now, (InitialLine Before, InitialLine Now) Line)> ByNumber(IReadOnlyList<SketchLine> old, IReadOnlyList<SketchLine> current)
    {
        var (byName, nowByName) = (old.ToDictionary(line => line.Name), current.ToDictionary(line => line.Name));
        return tensors.Where(pair => byName.ContainsKey(pair.Before.Path) && nowByName.ContainsKey(pair.Now.Path)).Select(pair => (byName[pair.Before.Path], nowByName[pair.Now.Path], pair));
    }

    /// <summary>Whether a parameter's gradient is so small that only rounding may be left of it, which an optimizer may blow up; in double precision it cannot.</summary>
    private bool IsRounding((InitialLine Before, InitialLine Now) parameter)
    {
        if (precision == Precision.Double || ByNumber(before.Gradients, now.Gradients).FirstOrDefault(pair => pair.Line == parameter) is not { Before.Sketch: { } old, Now.Sketch: { } current })
            return false;
        return Math.Min(old.Rms, current.Rms) < precision.SmallestShare() * Largest(before.Gradients, now.Gradients) && Math.Min(old.Rms, current.Rms) > 0;
    }

    private static double Largest(IReadOnlyList<SketchLine> old, IReadOnlyList<SketchLine> current) =>
        old.Concat(current).Select(line => line.Sketch?.Rms ?? 0).DefaultIfEmpty(0).Max();

    private static bool IsSet((InitialLine Before, InitialLine Now) pair) => pair.Before.Drawn is null || pair.Now.Drawn is null;

    private static List<Finding> Sorted(IEnumerable<(double Change, Finding Finding)> changed) => [.. changed.OrderByDescending(entry => entry.Change).Select(entry => entry.Finding)];

    private static List<SketchLine> Only(IReadOnlyList<SketchLine> lines, string name) => [.. lines.Where(line => line.Name == name)];

    private static IEnumerable<string> Texts(IReadOnlyList<SketchLine> lines) => lines.Select(line => line.Json.GetRawText());
}

/// <summary>One kind of thing that differs.</summary>
/// <param name="Name">Its section in the file.</param>
/// <param name="What">In words.</param>
/// <param name="Findings">What differs, the worst first; empty when nothing does.</param>
/// <param name="Cause">Why, when nothing before it differs.</param>
/// <param name="Change">What to look at then.</param>
internal sealed record Difference(string Name, string What, IReadOnlyList<Finding> Findings, string Cause, string Change);
