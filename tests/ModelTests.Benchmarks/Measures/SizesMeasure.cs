namespace ModelTests.Benchmarks;

/// <summary>Whether watching becomes dearer, next to the step itself, for larger models.</summary>
internal sealed class SizesMeasure : Measure
{
    public override string Name => "sizes";

    public override string Claim => "how the cost of watching grows with width and depth";

    public override IReadOnlyList<Figure> Take(Options options)
    {
        var rounds = TrainingRounds.Of([.. ReferenceModel.ByWidth, .. ReferenceModel.ByDepth], options.Repetitions(31));
        return [.. Growth(ReferenceModel.ByWidth, rounds), .. Growth(ReferenceModel.ByDepth, rounds)];
    }

    private static IEnumerable<Figure> Growth(IReadOnlyList<ReferenceModel> models, IReadOnlyDictionary<string, IReadOnlyList<TrainingRound>> rounds)
    {
        foreach (var model in models)
            yield return new Figure($"{model.Name}, watched over bare", Target.Ratio(null), Overhead(model));
        yield return new Figure($"{models[^1].Name} against {models[0].Name}", Target.Ratio(1), [.. Overhead(models[^1]).Zip(Overhead(models[0]), (large, small) => large / small)]);

        List<double> Overhead(ReferenceModel model) => [.. rounds[model.Name].Select(round => round.Watched / round.Bare)];
    }
}
