namespace ModelTests;

/// <summary>Baselines for people who compare them with a tool of their own, such as Verify.</summary>
public static class Baselines
{
    /// <summary>What a baseline check would write now, as an object; its <see cref="Baseline.ToString"/> is the text of the file. Nothing is compared or written.</summary>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <param name="fixture">The test class; "this" in one of its facts.</param>
    /// <param name="check">"MatchesBaseline" or "SameOutputs". The class need not have the attribute; where it has, its arguments count.</param>
    /// <exception cref="ArgumentException">There is no baseline check of that name.</exception>
    /// <exception cref="InvalidOperationException">The fixture cannot be used as it stands; the message says why, and what to change.</exception>
    public static Baseline Received<TModel>(ModelRecipes<TModel> fixture, string check)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(fixture);
        var attribute = Find(fixture.GetType(), check);
        using var gate = TorchGate.Enter(CancellationToken.None);
        var evidence = EvidenceStore.For(fixture);
        var budget = new RunBudget(evidence.Limit);
        evidence.Budget = budget;
        try
        {
            NativeLibraries.Require();
            return TorchThread.Run(() => attribute.Document(evidence), budget);
        }
        catch (FixtureException problem)
        {
            if (budget.WasAbandoned)
                evidence.Abandon(problem);
            throw new InvalidOperationException($"{problem.Message}; {problem.Change}", problem);
        }
    }

    private static BaselineCheckAttribute Find(Type fixture, string check)
    {
        if (CheckPlan.For(fixture).FirstOrDefault(planned => planned.Name == check)?.Check is BaselineCheckAttribute own)
            return own;
        var types = CheckCatalogue.Types.Where(type => type.IsSubclassOf(typeof(BaselineCheckAttribute))).ToList();
        return types.Find(type => type.Name == $"{check}Attribute") is { } type
            ? (BaselineCheckAttribute)CheckCatalogue.Create(type)
            : throw new ArgumentException($"\"{check}\" is no check with a baseline; there are {string.Join(", ", types.Select(type => type.Name[..^nameof(Attribute).Length]))}.", nameof(check));
    }
}
