using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What is under test, in the figures that reproduce it.</summary>
internal sealed record SubjectFacts(int Seed, string Device, string NumberType, string BatchShapes, bool HasLoss, int ParameterCount, bool HasTargets)
{
    public static SubjectFacts Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while building the model and reading its first batch");
        using var scope = NewDisposeScope();
        using var subject = create();
        using var batch = subject.Batches(1)[0];
        var parameters = subject.Tree.Parameters;
        var sample = parameters.Count > 0 ? parameters[0].Tensor : batch.Inputs[0];
        return new SubjectFacts(subject.Seed, sample.device.ToString(), sample.dtype.ToString().ToLowerInvariant(),
            string.Join(", ", batch.Inputs.Select(Shape.Of)), subject.HasLoss(batch), parameters.Count, batch.Targets.Count > 0);
    }
}
