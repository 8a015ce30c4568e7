using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Whether two parameters are one, from the start to after training and loading.</summary>
    internal TiedParameters TieOf(string first, string second) => TiedParameters.Record(Create, first, second, Budget);
}

/// <summary>Two parameters at the moments at which a tie can be lost.</summary>
/// <param name="Paths">Every parameter's path, for a name that is none of them.</param>
/// <param name="Moments">Fresh, after training, after loading; empty when one of the two does not exist.</param>
internal sealed record TiedParameters(IReadOnlyList<string> Paths, IReadOnlyList<TieAt> Moments)
{
    /// <summary>A parameter that is replaced once per step is replaced by then.</summary>
    private const int Steps = 3;

    public static TiedParameters Record(Func<Subject> create, string first, string second, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var paths = subject.Tree.AllParameters.Select(parameter => parameter.Path).ToList();
        if (!paths.Contains(first) || !paths.Contains(second))
            return new TiedParameters(paths, []);
        var moments = new List<TieAt> { TieAt.In(subject, first, second, "fresh") };
        subject.Tree.Train();
        foreach (var (batch, step) in subject.Batches(Steps).Select((batch, i) => (batch, i + 1)))
        {
            budget.Step($"in training step {step} of {Steps}");
            subject.Reseed(step);
            using var copy = batch.Clone();
            _ = subject.TrainStep(copy);
        }
        moments.Add(TieAt.In(subject, first, second, $"after {Steps} training steps"));

        budget.Step("while loading the trained state into a fresh model");
        using var loaded = create();
        if (subject.Model is nn.Module trained && loaded.Model is nn.Module fresh)
        {
            using var stored = new MemoryStream();
            trained.save(stored); // Closes the stream, whose bytes stay.
            using var read = new MemoryStream(stored.ToArray());
            fresh.load(read);
            moments.Add(TieAt.In(loaded, first, second, "after saving and loading"));
        }
        return new TiedParameters(paths, moments);
    }
}

/// <summary>Two parameters at one moment.</summary>
/// <param name="When">"fresh", "after 3 training steps".</param>
/// <param name="SameMemory">Whether they are one.</param>
/// <param name="FirstSize">The shape of the first.</param>
/// <param name="SecondSize">The shape of the second.</param>
/// <param name="LargestDifference">Between their values; null when the shapes differ.</param>
internal sealed record TieAt(string When, bool SameMemory, IReadOnlyList<long> FirstSize, IReadOnlyList<long> SecondSize, double? LargestDifference)
{
    public static TieAt In(Subject subject, string first, string second, string when)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var (one, other) = (Find(subject, first), Find(subject, second));
        var difference = one.Tensor.shape.SequenceEqual(other.Tensor.shape) ? TensorScan.Largest(one.Tensor - other.Tensor) : (double?)null;
        return new TieAt(when, one.Address == other.Address, one.Tensor.shape, other.Tensor.shape, difference);
    }

    private static NamedParameter Find(Subject subject, string path) =>
        subject.Tree.AllParameters.FirstOrDefault(parameter => parameter.Path == path)
        ?? throw new FixtureException($"the parameter {path} is gone after training", "keep the names of the model's parameters while it is trained");
}
