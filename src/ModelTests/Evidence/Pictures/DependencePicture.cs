using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Measures which sample of a batch changes whose output, all pairs.</summary>
internal static class DependencePicture
{
    public static DependenceMap Record(Func<Subject> create, RunBudget budget)
    {
        using var probe = new EvaluationProbe(create, budget);
        if (probe.Split() is not var (samples, others))
            throw new FixtureException("the data has only one distinct sample", "give at least two");
        if (probe.TryOutputs(samples) is not { } normal)
            throw new FixtureException($"the model takes no batch of {samples.Size} samples", "let it take any number");
        var count = samples.Size;
        var changes = new double[count][];
        for (var output = 0; output < count; output++)
            changes[output] = new double[count];
        for (var replaced = 0L; replaced < count; replaced++)
        {
            using var scope = NewDisposeScope();
            var pass = probe.TryOutputs(SampleMixing.Replaced(samples, others, i => i == replaced))
                ?? throw new FixtureException($"the model does not take the batch with sample {replaced} replaced", "let it take any samples");
            for (var output = 0L; output < count; output++)
            {
                var change = SampleMixing.Change(normal, pass, count, output);
                changes[output][replaced] = change > Rounding.Tolerance(normal[0].dtype) ? change : 0;
            }
        }
        return new DependenceMap(changes);
    }
}
