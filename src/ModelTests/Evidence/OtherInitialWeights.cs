namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Which parameters get a gradient from some other initial weights. Asked only of those that get none from the fixture's own.</summary>
    internal OtherInitialWeights OtherInitialWeights =>
        Recorded(() => ModelTests.OtherInitialWeights.Record(CreateAt, [.. WithoutGradient], Budget)).Value;

    private IEnumerable<string> WithoutGradient => Facts.HasLoss
        ? Steps.Parameters.Where(parameter => parameter.RequiresGradient && !(parameter.LargestGradient > 0) && !(FreshGradients.Largest(parameter.Path) > 0)).Select(parameter => parameter.Path)
        : [];
}

/// <summary>
/// Which parameters get a gradient from other initial weights and other data: an expert to which no sample is routed, or a layer that chance made
/// dead, is sound; what forward never uses gets none from any.
/// </summary>
/// <param name="Reached">The paths of the parameters that got a finite gradient other than 0 from at least one of them.</param>
internal sealed record OtherInitialWeights(IReadOnlySet<string> Reached)
{
    /// <summary>
    /// After so many seeds in a row that reach nothing new the rest is given up: of four experts one stays without a sample at about one seed in
    /// three, so eight in a row happen once in 6,000 times.
    /// </summary>
    private const int InVain = 8;

    private const int Most = 32;

    /// <param name="create">The subject with another seed, given by its distance from the fixture's own.</param>
    /// <param name="sought">The paths of the parameters in question.</param>
    /// <param name="budget">Of the check that asks.</param>
    public static OtherInitialWeights Record(Func<int, Subject> create, IReadOnlyList<string> sought, RunBudget budget)
    {
        var reached = new HashSet<string>();
        for (var (offset, inVain) = (1, 0); offset <= Most && inVain < InVain && reached.Count < sought.Count; offset++)
        {
            var gradients = FreshGradients.Record(() => create(offset), budget);
            var found = sought.Where(path => gradients.Largest(path) is > 0 and < double.PositiveInfinity && reached.Add(path)).Count();
            inVain = found > 0 ? 0 : inVain + 1;
        }
        return new OtherInitialWeights(reached);
    }
}
