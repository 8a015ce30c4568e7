namespace ModelTests;

/// <summary>Finds the first part of the forward pass that gives something else although it gets the same.</summary>
internal sealed class FirstChange(RecordedOutputs before, RecordedOutputs now, double tolerance)
{
    private readonly IReadOnlyList<(SketchLine? Before, SketchLine Now)> modules = Pairs(before.Modules, now.Modules);

    /// <summary>The part with what is to say about it; null when neither modules nor operations were seen to change.</summary>
    /// <param name="around">Tells the modules around an operation of the present pass.</param>
    public Finding? Find(Func<int, (string? Last, bool IsOwn, string? Next)> around)
    {
        var culprit = modules.FirstOrDefault(pair => pair.Before is not null && Differ(pair) && !InputsDiffer(pair));
        if (culprit.Now is { } module && module.Name != ModulePasses.Model)
            return new Finding(module.Name, Shape.OfSizes(module.Sketch!.Size), $"{Types(culprit)}{module.Sketch.ChangeFrom(culprit.Before!.Sketch!)}{Within(module.Name)}");
        if (Operation() is { } operation)
            return At(operation, around);
        return Between("") is var (previous, following) && (previous ?? following) is not null
            ? new Finding(previous is null ? $"before {following}" : $"after {previous}", "", following is null ? $"what follows {previous} changed" : $"what {following} gets changed{Gone()}")
            : null;
    }

    /// <summary>Where an operation is added or left out, all later ones are others; it follows the last one that is as before.</summary>
    private Finding At(int operation, Func<int, (string? Last, bool IsOwn, string? Next)> around)
    {
        var (old, current) = (before.Operations, now.Operations);
        var isMoved = old.Count != current.Count || !old[operation].Sketch!.Size.SequenceEqual(current[operation].Sketch!.Size);
        var (last, isOwn, next) = operation == 0 && isMoved ? (null, false, null) : around(isMoved ? operation - 1 : operation);
        var place = last is null ? $"before {next ?? "the first layer"}" : isOwn && !isMoved ? last : $"after {last}";
        var line = current[operation];
        return new Finding(place, Shape.OfSizes(line.Sketch!.Size), isMoved
            ? $"another operation follows: {line.Name} of {current.Count}, was of {old.Count}{(next is null ? "" : $", before {next}")}"
            : $"{line.Name} of {current.Count}: {line.Sketch.ChangeFrom(old[operation].Sketch!)}{(next is null ? "" : $", before {next}")}");
    }

    /// <summary>The first operation whose result differs; null when none does, or when only one of the two passes listed them.</summary>
    private int? Operation()
    {
        var (old, current) = (before.Operations, now.Operations);
        if (old.Count == 0 || current.Count == 0)
            return null;
        var same = old.Zip(current).TakeWhile(pair => pair.First.Sketch!.Change(pair.Second.Sketch!) <= tolerance).Count();
        return same < Math.Min(old.Count, current.Count) ? same : null;
    }

    /// <summary>The children between which something changed.</summary>
    private string Within(string path) => Between($"{path}.") switch
    {
        ({ } previous, { } next) => $", between {previous} and {next}",
        ({ } previous, null) => $", after {previous}",
        (null, { } next) => $", before {next}",
        _ => "",
    };

    /// <summary>The last module that is as before and the first one that gets something else, of those whose path begins so.</summary>
    private (string? Previous, string? Next) Between(string prefix)
    {
        string? previous = null;
        foreach (var pair in modules.Where(pair => pair.Now.Name != ModulePasses.Model && pair.Now.Name.StartsWith(prefix, StringComparison.Ordinal)))
        {
            if (pair.Before is null)
                continue;
            if (InputsDiffer(pair))
                return (previous, pair.Now.Name);
            previous = pair.Now.Name;
        }
        return (previous, null);
    }

    private string Gone()
    {
        var matched = modules.Select(pair => pair.Before?.Name).ToHashSet();
        return before.Modules.FirstOrDefault(line => !matched.Contains(line.Name)) is { } gone ? $"; {gone.Name} ({gone.Module}) is no longer called" : "";
    }

    private static string Types((SketchLine? Before, SketchLine Now) pair) =>
        pair.Before!.Module == pair.Now.Module ? "" : $"is {pair.Now.Module}, was {pair.Before.Module}: ";

    private bool Differ((SketchLine? Before, SketchLine Now) pair) => pair.Before!.Sketch!.Change(pair.Now.Sketch!) > tolerance;

    private bool InputsDiffer((SketchLine? Before, SketchLine Now) pair)
    {
        var (old, current) = (pair.Before!.Inputs, pair.Now.Inputs);
        return old.Count != current.Count || old.Zip(current).Any(inputs =>
            Math.Max(Math.Abs(inputs.First.Rms - inputs.Second.Rms), Math.Abs(inputs.First.First - inputs.Second.First)) > tolerance * Math.Max(inputs.First.Rms, inputs.Second.Rms));
    }

    /// <summary>By name; those that were renamed by class and shape, in order.</summary>
    private static List<(SketchLine? Before, SketchLine Now)> Pairs(IReadOnlyList<SketchLine> before, IReadOnlyList<SketchLine> now)
    {
        var names = now.Select(line => line.Name).ToHashSet();
        var left = before.Where(line => !names.Contains(line.Name)).ToList();
        var byName = before.ToDictionary(line => line.Name);
        return [.. now.Select(line => (byName.GetValueOrDefault(line.Name) ?? Alike(line), line))];

        SketchLine? Alike(SketchLine line)
        {
            var alike = left.Find(other => other.Module == line.Module && other.Sketch!.Size.SequenceEqual(line.Sketch!.Size));
            if (alike is not null)
                left.Remove(alike);
            return alike;
        }
    }
}
