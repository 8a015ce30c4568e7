using System.Diagnostics;

namespace ModelTests;

/// <summary>The time that one check may take. Recordings report each step to it; it stops them, and says how far they were.</summary>
internal sealed class RunBudget(TimeSpan limit, CancellationToken cancellation = default)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private volatile string progress = "before its first step";

    public TimeSpan Limit { get; } = limit;

    public string Progress => progress;

    /// <summary>The share of the time that is gone, from 0.</summary>
    public double Used => Stopwatch.GetElapsedTime(start) / Limit;

    /// <summary>Set when the body did not end by itself and its thread was given up.</summary>
    public bool WasAbandoned { get; set; }

    /// <summary>Says what begins now, and stops when the time is up.</summary>
    public void Step(string reached)
    {
        progress = reached;
        cancellation.ThrowIfCancellationRequested();
        if (Stopwatch.GetElapsedTime(start) > Limit && !Debugger.IsAttached)
            throw Exceeded(this);
    }

    public static FixtureException Exceeded(RunBudget budget) => new(
        $"the budget of {Figures.Of(budget.Limit)} was used up {budget.Progress}",
        "make the fixture's model or batch smaller, look for a loop that does not end, or override Budget");
}
