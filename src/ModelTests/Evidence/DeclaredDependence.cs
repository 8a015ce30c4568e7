using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether the outputs depend on the declared parts of the inputs, and on nothing else.</summary>
    internal DeclaredDependence DeclaredDependence(IReadOnlyList<DeclaredPart> parts) => ModelTests.DeclaredDependence.Record(Create, Budget, parts);
}

/// <summary>On which of the declared parts of the inputs no output depends, and on what else one does.</summary>
/// <param name="Declared">How many indices the declared parts have together; a whole input is one.</param>
/// <param name="Ignored">Those that change no output, neither in evaluation nor in training mode.</param>
/// <param name="Others">What else changes an output in evaluation mode.</param>
/// <param name="Wrong">What is declared that the inputs do not have.</param>
/// <param name="Unknown">Why it cannot be told.</param>
internal sealed record DeclaredDependence(int Declared, IReadOnlyList<InputSlice> Ignored, IReadOnlyList<InputSlice> Others, string? Wrong = null, string? Unknown = null)
{
    public static DeclaredDependence Record(Func<Subject> create, RunBudget budget, IReadOnlyList<DeclaredPart> parts) =>
        EvaluationProbe.Confirmed(inDouble => Record(create, budget, parts, inDouble), found => found.Ignored.Count + found.Others.Count > 0);

    private static DeclaredDependence Record(Func<Subject> create, RunBudget budget, IReadOnlyList<DeclaredPart> parts, bool inDouble)
    {
        using var probe = new EvaluationProbe(create, budget, inDouble);
        var batch = probe.Pool;
        if (parts.Select(part => Problem(part, batch)).FirstOrDefault(problem => problem is not null) is { } wrong)
            return new DeclaredDependence(0, [], [], wrong);
        if (InputInfluence.NotProbed(probe, batch) is { } unknown)
            return NotTold(unknown);

        var declared = parts.SelectMany(part => Slices(part, batch)).Distinct().ToList();
        if (declared.Find(slice => !InputInfluence.CanChange(batch, slice)) is { } constant)
            return NotTold($"{constant} is the same in all samples; give samples that differ there");
        var ignored = InputInfluence.WithoutEffect(probe, batch, declared);
        if (ignored.Count > 0)
        {
            probe.Subject.Tree.Train();
            ignored = InputInfluence.WithoutEffect(probe, batch, ignored);
            probe.Subject.Tree.Train(false);
        }
        return new DeclaredDependence(declared.Count, ignored, WithEffect(probe, batch, declared, Undeclared(declared, batch)));
    }

    /// <summary>What is not declared: whole inputs of which nothing is, and else the other indices along the dimensions in question.</summary>
    private static List<InputSlice> Undeclared(List<InputSlice> declared, Batch batch)
    {
        var others = new List<InputSlice>();
        for (var input = 0; input < batch.Inputs.Count; input++)
        {
            var of = declared.Where(slice => slice.Input == input).ToList();
            if (of.Count == 0)
                others.Add(new InputSlice(input, null, 0, batch.Inputs.Count > 1));
            foreach (var dimension in of.Select(slice => slice.Dimension).OfType<int>().Distinct())
                others.AddRange(All(batch, input, dimension, 0, batch.Inputs[input].shape[dimension]).Except(of));
        }
        return others;
    }

    /// <summary>Those of the slices that change an output while everything declared stays as it is. Tried together first, then by halves.</summary>
    private static List<InputSlice> WithEffect(EvaluationProbe probe, Batch batch, List<InputSlice> declared, List<InputSlice> others)
    {
        if (others.Count == 0 || !ChangesAnything(probe, batch, declared, others))
            return [];
        if (others.Count == 1)
            return others;
        var half = others.Count / 2;
        var found = WithEffect(probe, batch, declared, others[..half]);
        found.AddRange(WithEffect(probe, batch, declared, others[half..]));
        // What only works together is named together.
        return found.Count > 0 ? found : others;
    }

    private static bool ChangesAnything(EvaluationProbe probe, Batch batch, List<InputSlice> declared, List<InputSlice> others)
    {
        using var scope = NewDisposeScope();
        var normal = probe.Outputs(batch);
        return InputInfluence.Changed(probe, batch, others).Any(changed =>
        {
            foreach (var slice in declared)
                InputInfluence.Part(changed, slice).copy_(InputInfluence.Part(batch, slice));
            return probe.TryOutputs(changed) is { } outputs && !EvaluationProbe.Same(normal, outputs);
        });
    }

    private static IEnumerable<InputSlice> Slices(DeclaredPart part, Batch batch) => part.Dimension is { } dimension
        ? All(batch, part.Input, dimension, part.First, part.End ?? batch.Inputs[part.Input].shape[dimension])
        : [new InputSlice(part.Input, null, 0, batch.Inputs.Count > 1)];

    private static IEnumerable<InputSlice> All(Batch batch, int input, int dimension, long first, long end)
    {
        for (var index = first; index < end; index++)
            yield return new InputSlice(input, dimension, index, batch.Inputs.Count > 1);
    }

    private static string? Problem(DeclaredPart part, Batch batch)
    {
        if (part.Input >= batch.Inputs.Count)
            return $"{part} is declared, and the batch has {Figures.Count(batch.Inputs.Count, "input")}, counted from 0";
        var shape = batch.Inputs[part.Input].shape;
        if (part.Dimension is not { } dimension)
            return null;
        if (dimension == batch.InputBatchDimension)
            return $"{part} is declared, and dimension {dimension} is that of the samples";
        if (dimension >= shape.Length)
            return $"{part} is declared, and input {part.Input} has the shape {Shape.Of(batch.Inputs[part.Input])}, without a dimension {dimension}";
        return part.First >= shape[dimension] || part.End > shape[dimension]
            ? $"{part} is declared, and dimension {dimension} of input {part.Input} ends at {shape[dimension]}: {Shape.Of(batch.Inputs[part.Input])}"
            : null;
    }

    private static DeclaredDependence NotTold(string reason) => new(0, [], [], null, reason);
}
