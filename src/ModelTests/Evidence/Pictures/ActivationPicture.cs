using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What the modules return for a small batch, as histograms before and after training.</summary>
internal sealed class ActivationPicture
{
    /// <summary>So many values fill 32 bins well.</summary>
    private const int MostValues = 65_536;

    private readonly Subject subject;
    private readonly Batch batch;
    private readonly List<(string Path, string Type, int? Position, Tensor Before)> modules = [];

    /// <param name="subject">At initialisation.</param>
    /// <param name="budget">Stops it.</param>
    public ActivationPicture(Subject subject, RunBudget budget)
    {
        this.subject = subject;
        batch = SmallBatch.From(subject);
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        // A scope of its own, which what is kept must outlive.
        using var pass = LayerPass.Of(subject, batch);
        var affine = AffineLayer.In(subject.Tree);
        foreach (var (path, module) in Evenly.Of([.. subject.Tree.Modules.Where(entry => entry.Path.Length > 0 && !entry.Module.named_children().Any())], ActivationHistogram.Most - 1))
        {
            budget.Step($"while looking at what {path} returns");
            var position = pass.Saw(path) ? null : affine.FirstOrDefault(layer => layer.Path == path) is { } layer ? Position(layer, pass) : null;
            Add(path, module.GetType().Name.Split('`')[0], position, pass);
        }
        if (pass.OutputVector() is { } output)
            modules.Add(("", subject.Model.GetType().Name, null, Kept(output).MoveToOuterDisposeScope()));
    }

    /// <summary>The modules whose results are not to be seen, because forward() calls them directly.</summary>
    public int Unseen { get; private set; }

    /// <summary>Looks again, after training.</summary>
    public IReadOnlyList<ActivationHistogram> Record()
    {
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        using var pass = LayerPass.Of(subject, batch);
        return [.. modules.Select(module => Of(module.Path, module.Type, module.Before,
            (module.Path.Length == 0 ? pass.OutputVector() : Vector(pass.ResultsOf(module.Path, module.Position))) ?? module.Before))];
    }

    private void Add(string path, string type, int? position, LayerPass pass)
    {
        if (Vector(pass.ResultsOf(path, position)) is { } values)
            modules.Add((path, type, position, Kept(values).MoveToOuterDisposeScope()));
        else
            Unseen++;
    }

    /// <summary>The first result that changes when the layer's weight does, for layers that hooks do not see.</summary>
    private int? Position(AffineLayer layer, LayerPass normal)
    {
        using var scope = NewDisposeScope();
        var before = layer.Weight.clone();
        layer.Weight.mul_(1.5).add_(0.01);
        try
        {
            using var changed = LayerPass.Of(subject, batch);
            return normal.FirstDifference(changed);
        }
        finally
        {
            layer.Weight.copy_(before);
        }
    }

    private static Tensor? Vector(IReadOnlyList<Tensor> results) =>
        results.Count == 0 ? null : cat([.. results.Select(result => result.detach().flatten().to(float64))], 0);

    /// <summary>Every n-th value, where there are too many.</summary>
    private static Tensor Kept(Tensor values)
    {
        var stride = (values.NumberOfElements + MostValues - 1) / MostValues;
        return (stride > 1 ? values.slice(0, 0, values.NumberOfElements, stride) : values).cpu().clone();
    }

    private static ActivationHistogram Of(string path, string type, Tensor before, Tensor after)
    {
        using var scope = NewDisposeScope();
        after = Kept(after);
        var (finiteBefore, finiteAfter) = (before[before.isfinite()], after[after.isfinite()]);
        var all = cat([finiteBefore, finiteAfter], 0);
        var (low, high) = all.NumberOfElements == 0 ? (0, 0) : (all.min().ToDouble(), all.max().ToDouble());
        if (high - low <= Math.Abs(high) * 1e-12)
            (low, high) = (low - 0.5, high + 0.5);
        return new ActivationHistogram(path, type, low, high, Counts(finiteBefore, low, high), Counts(finiteAfter, low, high),
            after.NumberOfElements == 0 ? 0 : after.eq(0).sum().item<long>() / (double)after.NumberOfElements, after.NumberOfElements - finiteAfter.NumberOfElements);
    }

    private static long[] Counts(Tensor values, double low, double high) => values.NumberOfElements == 0
        ? new long[ActivationHistogram.Bins]
        : [.. ((values - low) / (high - low)).clamp(0, 1).histc(ActivationHistogram.Bins, 0, 1).data<double>().Select(count => (long)count)];
}
