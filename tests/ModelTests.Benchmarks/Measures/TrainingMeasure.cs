namespace ModelTests.Benchmarks;

/// <summary>Training that is watched in every step, over the loop that people write.</summary>
internal sealed class TrainingMeasure : Measure
{
    private const double Most = 1.05;

    public override string Name => "training";

    public override string Claim => "watched training over a bare loop";

    public override IReadOnlyList<Figure> Take(Options options)
    {
        var rounds = TrainingRounds.Of(ReferenceModel.Standard, options.Repetitions(61));
        return [.. ReferenceModel.Standard.SelectMany(model => (IReadOnlyList<Figure>)
        [
            new Figure($"{model.Name}, watched", Target.Ratio(Most), [.. rounds[model.Name].Select(round => round.Watched / round.Bare)]),
            new Figure($"{model.Name}, steps only", Target.Ratio(null), [.. rounds[model.Name].Select(round => round.Stepped / round.Bare)]),
        ])];
    }
}
