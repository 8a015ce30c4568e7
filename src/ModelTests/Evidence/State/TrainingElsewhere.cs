using System.ComponentModel;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>The fixture's own training from one seed, in other processes.</summary>
    internal TrainingElsewhere TrainingElsewhere => Recorded(() => TrainingElsewhere.Record(Recipes.FixtureType, [Seed], Budget)[0]).Value;
}

/// <summary>The fixture's own training from one seed, taken once in each of several other processes.</summary>
/// <param name="Trails">One per process; empty when there is none.</param>
/// <param name="Unknown">Why there is none; null when there are.</param>
internal sealed record TrainingElsewhere(IReadOnlyList<TrainingTrail> Trails, string? Unknown)
{
    /// <summary>They run side by side. A choice between two things, such as the order of two names, falls alike in all four once in eight times.</summary>
    public const int Processes = 4;

    /// <summary>One recording for each seed; each process trains at all of them.</summary>
    public static IReadOnlyList<TrainingElsewhere> Record(Type fixture, IReadOnlyList<int> seeds, RunBudget budget)
    {
        if (TrainingProcess.Obstacle(fixture) is { } obstacle)
            return [.. seeds.Select(_ => new TrainingElsewhere([], obstacle))];
        var processes = new List<TrainingProcess>();
        try
        {
            for (var i = 0; i < Processes; i++)
                processes.Add(new TrainingProcess(fixture, seeds, budget.Limit));
            var answers = processes.Select(process => process.Wait(budget)).ToList();
            return [.. seeds.Select((_, i) => Of(answers.ConvertAll(answer => answer[i])))];
        }
        catch (Win32Exception exception)
        {
            return [.. seeds.Select(_ => new TrainingElsewhere([], $"no other process can be started here: {exception.Message}"))];
        }
        finally
        {
            foreach (var process in processes)
                process.Dispose();
        }
    }

    private static TrainingElsewhere Of(List<ProcessAnswer> answers) => answers.Find(answer => answer.Problem is not null) is { } failed
        ? new TrainingElsewhere([], $"the fixture cannot be trained in a process of its own: {failed.Problem}")
        : new TrainingElsewhere([.. answers.Select(answer => answer.Trail!)], null);
}
