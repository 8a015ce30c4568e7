namespace ModelTests;

/// <summary>Puts into words why parameters get no gradient, and between which layers it is lost.</summary>
internal static class GraphCut
{
    /// <summary>For parameters to which no graph leads.</summary>
    public static (string Cause, string Change) Explain(Evidence evidence, IReadOnlyList<ParameterHistory> unreached)
    {
        var modules = Modules(unreached);
        var used = evidence.UseOf([.. unreached.Select(parameter => parameter.Path)]).Used;
        return used.Count == 0
            ? ($"{modules} is registered but forward() does not use it: changing its values changes no output", $"use {modules} in forward, or remove it")
            : ($"forward() uses {modules}, but the graph is cut between it and the loss{Place(evidence, unreached)}: its values change the output, and no gradient comes back", "look for detach(), no_grad(), .data, argmax or a tensor rebuilt from numbers on the way to the loss");
    }

    /// <summary>For parameters whose gradient is exactly 0.</summary>
    public static (string Cause, string Change) ExplainZero(Evidence evidence, IReadOnlyList<ParameterHistory> unreached) => (
        $"the gradient of {Modules(unreached)} is exactly 0 in every step{Place(evidence, unreached)}: what it computes is multiplied by 0, cut off by a saturated or dead activation, or lost in dropout with p = 1",
        "look at what lies between it and the loss");

    /// <summary>The modules that own the parameters.</summary>
    public static string Modules(IReadOnlyList<ParameterHistory> parameters)
    {
        var owners = parameters.Select(parameter => parameter.Owner.Length > 0 ? parameter.Owner : parameter.Path).Distinct().ToList();
        return owners.Count <= 3 ? string.Join(", ", owners) : $"{string.Join(", ", owners.Take(3))} and {owners.Count - 3} more";
    }

    /// <summary>The layers between which the gradient is lost, as far as they can be told: one that has none feeds one that has.</summary>
    private static string Place(Evidence evidence, IReadOnlyList<ParameterHistory> unreached)
    {
        var reached = evidence.Steps.Parameters.Where(parameter => parameter.LargestGradient > 0 || evidence.FreshGradients.Largest(parameter.Path) > 0)
            .Select(parameter => parameter.Owner).ToHashSet();
        var lost = unreached.Select(parameter => parameter.Owner).Where(owner => !reached.Contains(owner)).ToHashSet();
        var pair = evidence.Facts.HasForward ? evidence.Chains.Pairs.FirstOrDefault(pair => lost.Contains(pair.First) && reached.Contains(pair.Second)) : null;
        return pair is null ? "" : $", between {pair.First} and {pair.Second}";
    }
}
