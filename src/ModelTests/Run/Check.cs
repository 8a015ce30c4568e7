namespace ModelTests;

/// <summary>
/// Runs checks by itself, for NUnit, MSTest, console programs and whatever else is not xUnit: derive a class from <see cref="ModelRecipes{TModel}"/>,
/// put check attributes on it, and run them by name.
/// </summary>
/// <remarks>
/// One check at a time runs in the process, because libtorch's random generator and settings belong to it: tests that run in parallel wait for each other.
/// What one check recorded is shared with the others of its class, so all objects of one class must stand for the same recipes, and each check of a class is judged once.
/// </remarks>
public static class Check
{
    /// <summary>The checks that a class asks for, in the order of its attributes. Reads attributes only: no model is built and no native library loaded.</summary>
    /// <param name="fixture">A class that derives from <see cref="ModelRecipes{TModel}"/>.</param>
    /// <returns>At least one name. What is wrong with the attributes is a check as well, that fails and says so: "NoChecks" where there are none.</returns>
    /// <exception cref="ArgumentException">The class does not derive from <see cref="ModelRecipes{TModel}"/>.</exception>
    public static IReadOnlyList<string> NamesOf(Type fixture)
    {
        ArgumentNullException.ThrowIfNull(fixture);
        return typeof(IRecipes).IsAssignableFrom(fixture)
            ? [.. CheckPlan.For(fixture).Select(planned => planned.Name)]
            : throw new ArgumentException($"{fixture.Name} has no checks: derive it from ModelRecipes<TModel>, which says how the model and its data are made.", nameof(fixture));
    }

    /// <summary>Runs one of the checks that the fixture's class asks for.</summary>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <param name="fixture">The object with the recipes; "this" in a test class.</param>
    /// <param name="check">One of <see cref="NamesOf"/>, such as "WeightsUpdate".</param>
    /// <param name="say">Is given lines for the test's output, also while the check runs: its progress after 5 s, and where the report is.</param>
    /// <param name="cancellation">Ends the check between two of its steps.</param>
    /// <exception cref="ArgumentException">The class asks for no check of that name.</exception>
    /// <exception cref="InvalidOperationException">The call comes from a recipe that a check has called.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static CheckResult Run<TModel>(ModelRecipes<TModel> fixture, string check, Action<string>? say = null, CancellationToken cancellation = default)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(fixture);
        ArgumentNullException.ThrowIfNull(check);
        return CheckPlan.For(fixture.GetType()).FirstOrDefault(planned => planned.Name == check) is { } planned
            ? Run(fixture, planned, say, cancellation)
            : throw new ArgumentException($"\"{check}\" is no check of {fixture.GetType().Name}, which has {string.Join(", ", NamesOf(fixture.GetType()))}: put its attribute on the class, or give the attribute itself, as in new WeightsUpdateAttribute().", nameof(check));
    }

    /// <summary>Runs a check that the fixture's class need not ask for.</summary>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <param name="fixture">The object with the recipes; "this" in a test class.</param>
    /// <param name="check">The check, such as new WeightsUpdateAttribute().</param>
    /// <param name="say">Is given lines for the test's output, also while the check runs: its progress after 5 s, and where the report is.</param>
    /// <param name="cancellation">Ends the check between two of its steps.</param>
    /// <exception cref="InvalidOperationException">The call comes from a recipe that a check has called.</exception>
    /// <exception cref="OperationCanceledException">The check was cancelled.</exception>
    public static CheckResult Run<TModel>(ModelRecipes<TModel> fixture, CheckAttribute check, Action<string>? say = null, CancellationToken cancellation = default)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(fixture);
        ArgumentNullException.ThrowIfNull(check);
        return Run(fixture, CheckPlan.Of(fixture.GetType(), check), say, cancellation);
    }

    /// <summary>Runs every check that the fixture's class asks for, one after another. Throws for none that fails.</summary>
    /// <typeparam name="TModel">The model's type.</typeparam>
    /// <param name="fixture">The object with the recipes.</param>
    /// <param name="say">Is given lines for the output, also while a check runs: its progress after 5 s, and where the report is.</param>
    /// <param name="cancellation">Ends the check that runs between two of its steps.</param>
    /// <exception cref="InvalidOperationException">The call comes from a recipe that a check has called.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static IReadOnlyList<CheckResult> RunAll<TModel>(ModelRecipes<TModel> fixture, Action<string>? say = null, CancellationToken cancellation = default)
        where TModel : class
    {
        ArgumentNullException.ThrowIfNull(fixture);
        return [.. CheckPlan.For(fixture.GetType()).Select(planned => Run(fixture, planned, say, cancellation))];
    }

    private static CheckResult Run(IRecipes fixture, PlannedCheck planned, Action<string>? say, CancellationToken cancellation)
    {
        if (planned.Check.Skip is { } reason)
            return CheckResult.Skipped(planned, fixture.FixtureType, reason);
        using var gate = TorchGate.Enter(cancellation);
        return CheckResult.Of(fixture, planned, say, cancellation);
    }
}
