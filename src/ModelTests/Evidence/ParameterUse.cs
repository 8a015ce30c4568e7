using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether perturbing a parameter changes what the model returns.</summary>
    internal ParameterUse UseOf(IReadOnlyCollection<string> parameters) => ParameterUse.Record(Create, parameters, Budget);
}

/// <summary>Which parameters the forward pass uses at all: those whose values change what the model returns.</summary>
internal sealed record ParameterUse(IReadOnlySet<string> Used)
{
    public static ParameterUse Record(Func<Subject> create, IReadOnlyCollection<string> parameters, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var subject = create();
        var batch = subject.Batches(1)[0];
        var normal = Outputs(subject, batch);
        var used = new HashSet<string>();
        foreach (var parameter in subject.Tree.Parameters.Where(parameter => parameters.Contains(parameter.Path)))
        {
            budget.Step($"while perturbing {parameter.Path}");
            using var pass = NewDisposeScope();
            var before = parameter.Tensor.clone();
            subject.Reseed(1);
            parameter.Tensor.add_(randn_like(before)).mul_(2);
            var perturbed = Outputs(subject, batch);
            parameter.Tensor.copy_(before);
            if (!normal.Zip(perturbed).All(pair => pair.First.Equals(pair.Second)))
                used.Add(parameter.Path);
        }
        return new ParameterUse(used);
    }

    private static List<Tensor> Outputs(Subject subject, Batch batch)
    {
        subject.Reseed();
        using var copy = batch.Clone();
        return [.. subject.Forward(copy).Tensors.Select(tensor => tensor.clone())];
    }
}
