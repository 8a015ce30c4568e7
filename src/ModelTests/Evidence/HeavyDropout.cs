using TorchSharp.Modules;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Dropout that leaves next to nothing.</summary>
    internal HeavyDropout HeavyDropout => Recording(ModelTests.HeavyDropout.Record);
}

/// <summary>The dropout layers that drop nearly all of their input, the heaviest first.</summary>
internal sealed record HeavyDropout(IReadOnlyList<(string Path, double Probability)> Layers)
{
    /// <summary>
    /// With less than a twentieth of the values left, those are multiplied by more than 20. The probabilities in use go from 0.1 to 0.8
    /// (Srivastava et al. 2014, "Dropout", section A.4).
    /// </summary>
    private const double Heavy = 0.95;

    public static HeavyDropout Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while looking at dropout");
        using var subject = create();
        return new HeavyDropout([.. subject.Tree.Modules.Select(entry => (entry.Path, Probability: ProbabilityOf(entry.Module))).Where(layer => layer.Probability > Heavy).OrderByDescending(layer => layer.Probability)]);
    }

    private static double ProbabilityOf(TorchSharp.torch.nn.Module module) => module switch
    {
        Dropout dropout => dropout.p,
        Dropout1d dropout => dropout.p,
        Dropout2d dropout => dropout.p,
        Dropout3d dropout => dropout.p,
        AlphaDropout dropout => dropout.p,
        FeatureAlphaDropout dropout => dropout.p,
        _ => 0,
    };
}
