namespace ModelTests;

/// <summary>Parameters that an attribute leaves out with <c>Except</c> and <c>Because</c>. An exemption needs a reason, must match something, and fails when it is no longer needed.</summary>
/// <param name="except">The path patterns.</param>
/// <param name="because">The reason.</param>
/// <param name="verb">What the parameters need not do: "move".</param>
internal sealed class ParameterExemption(string except, string? because, string verb)
{
    private readonly PathPattern pattern = new(except);

    public bool Covers(ParameterHistory parameter) => pattern.Matches(parameter.Path);

    /// <summary>What is wrong with the exemption; null when it is right.</summary>
    /// <param name="trainable">The parameters that it may name.</param>
    /// <param name="concerned">Those of them that the check would report.</param>
    /// <param name="otherwise">What is seen at a parameter that the check would not report: "moved in step 1".</param>
    public Verdict? Problem(IReadOnlyList<ParameterHistory> trainable, IEnumerable<ParameterHistory> concerned, Func<ParameterHistory, string> otherwise)
    {
        if (string.IsNullOrWhiteSpace(because))
            return Verdict.Fails($"Except = \"{except}\" has no reason").ChangeTo($"add Because = \"why these parameters need not {verb}\"");
        var matched = trainable.Where(Covers).ToList();
        if (matched.Count == 0)
        {
            return Verdict.Fails($"Except = \"{except}\" matches none of the {trainable.Count} trainable parameters")
                .At(trainable.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), "")))
                .ChangeTo("correct the pattern, or remove it if the parameter is gone or frozen");
        }
        return concerned.Any(Covers) ? null
            : Verdict.Fails($"the exemption Except = \"{except}\" is no longer needed: the check would not report {Figures.Count(matched.Count, "parameter")} that it names")
                .At(matched.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), otherwise(parameter))))
                .ChangeTo("remove Except and Because");
    }

    /// <summary>The shortest pattern for what was found: a whole module where all of it is concerned.</summary>
    public static string Suggestion(IReadOnlyList<ParameterHistory> found, IReadOnlyList<ParameterHistory> trainable) =>
        found.Select(parameter => parameter.Owner).Distinct().ToList() is [{ Length: > 0 } owner] && trainable.Where(parameter => parameter.Owner == owner).All(found.Contains)
            ? $"{owner}.**"
            : string.Join(", ", found.Take(3).Select(parameter => parameter.Path));
}
