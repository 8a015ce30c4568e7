using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Divides samples into those to train on and those to hold out. Derive from it for a split of your own.</summary>
/// <remarks>
/// Of one graph, whose nodes cannot be taken apart, the nodes are the samples: both parts have the whole graph,
/// and in each the targets of the other part's nodes are -100, which cross entropy and accuracy leave out.
/// </remarks>
public abstract partial class Split
{
    /// <summary>Says of each sample whether it is for training (true), held out (false) or in neither part (null). Either part must get at least one.</summary>
    /// <param name="samples">All samples, on the CPU.</param>
    /// <param name="generator">The random stream of the data; draw from no other, so that equal seeds give equal splits.</param>
    /// <returns>One value per sample, in their order.</returns>
    /// <exception cref="ArgumentException">One part would be empty.</exception>
    protected abstract IReadOnlyList<bool?> ChooseTraining(Batch samples, Generator generator);

    /// <summary>How many of <paramref name="count"/> to train on: the share, rounded, at least one and not all.</summary>
    private static int Rounded(double training, long count) => (int)Math.Clamp((long)Math.Round(training * count), 1, count - 1);

    private static ArgumentException Refused(string problem, string argument = "split") => new($"{argument} is {problem}.", argument);

    /// <summary>Both parts with memory of their own, each in the order of the samples.</summary>
    internal (Batch Training, Batch Validation) Apply(Batch samples, Generator generator)
    {
        if (!samples.Separable)
            return HideTargets(samples, generator);
        var positions = Choose(samples, generator);
        return (samples.Select([.. positions[true]]), samples.Select([.. positions[false]]));
    }

    /// <summary>The nodes of the first input are what is divided.</summary>
    private (Batch Training, Batch Validation) HideTargets(Batch graph, Generator generator)
    {
        var positions = Choose(new Batch(graph.Inputs[0], graph.Target), generator);
        return (Showing(positions[true]), Showing(positions[false]));

        Batch Showing(IEnumerable<long> nodes)
        {
            using var index = tensor(nodes.ToArray(), int64, CPU);
            var target = full_like(graph.Target, LabelAccuracy.Ignored).index_copy_(0, index, graph.Target[index]);
            return graph.With([.. graph.Inputs.Select(input => input.clone())], [target]);
        }
    }

    private ILookup<bool?, long> Choose(Batch samples, Generator generator)
    {
        var forTraining = ChooseTraining(samples, generator);
        var positions = Enumerable.Range(0, forTraining.Count).Select(row => (long)row).ToLookup(row => forTraining[(int)row]);
        return forTraining.Count == samples.Size && positions[true].Any() && positions[false].Any()
            ? positions
            : throw new InvalidOperationException(
                $"{GetType().Name} chose {positions[true].Count()} samples for training and held out {positions[false].Count()}; it must divide {samples.Size} samples into two parts of at least one, with an answer for each sample.");
    }
}
