namespace ModelTests;

/// <summary>Which part of a fixture a failure is blamed on.</summary>
/// <param name="Part">"data", "model", "loss", "training step", "state" or "fixture".</param>
/// <param name="Confidence">"sure" or "likely", with the reason.</param>
internal sealed record Culprit(string Part, string Confidence)
{
    private static readonly FixturePart[] Parts = [FixturePart.Data, FixturePart.Loss, FixturePart.TrainingStep];

    public static IReadOnlyList<FixturePart> ToExchange(CheckAttribute check) => check.SeesEveryPart ? Parts : [];

    public static string Exchanged(FixturePart part) => part switch
    {
        FixturePart.Data => "clear clusters instead of the data",
        FixturePart.Loss => "the task's plain loss instead of its own",
        _ => "Adam and the plain training step",
    };

    public static Culprit Of(CheckAttribute check, Verdict verdict, IReadOnlyList<Exchange> exchanges)
    {
        if (verdict.FixtureIsUnusable)
            return new Culprit("fixture", "sure: it cannot be used as it stands");
        if (exchanges.Count == 0)
            return new Culprit(Words(check.Stage), $"sure: {check.Name} looks at nothing else");
        return exchanges.Where(exchange => exchange.Cures).Select(exchange => StageOf(exchange.Part)).ToList() switch
        {
            [var only] => new Culprit(Words(only), "likely: exchanging this part alone cures it"),
            [] => new Culprit(Words(Stage.Model), "likely: exchanging any other part cures nothing"),
            _ => new Culprit(Words(check.Stage), "likely: exchanging one part or another cures it"),
        };
    }

    private static Stage StageOf(FixturePart part) => part switch
    {
        FixturePart.Data => Stage.Data,
        FixturePart.Loss => Stage.Loss,
        _ => Stage.TrainingStep,
    };

    private static string Words(Stage stage) => stage == Stage.TrainingStep ? "training step" : stage.ToString().ToLowerInvariant();
}
