using System.Diagnostics;

namespace ModelTests;

/// <summary>The time that one check may take. Recordings report each step to it; it stops them, and says how far they were.</summary>
internal sealed class RunBudget(TimeSpan limit, TimeProvider? clock = null, CancellationToken cancellation = default)
{
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly long start = (clock ?? TimeProvider.System).GetTimestamp();
    private volatile string progress = "before its first step";
    private TimeSpan nextLine = FirstLine;
    private (TimeSpan Elapsed, double Done) begun;
    private double lastDone = double.MaxValue;

    /// <summary>What ends sooner needs no progress; a line more often is no news.</summary>
    private static readonly TimeSpan FirstLine = TimeSpan.FromSeconds(5);

    public TimeSpan Limit { get; } = limit;

    /// <summary>Is given a line every few seconds while the check runs; null where nobody listens.</summary>
    public Action<string>? Show { get; init; }

    public string Progress => progress;

    /// <summary>The share of the time that is gone, from 0.</summary>
    public double Used => clock.GetElapsedTime(start) / Limit;

    /// <summary>Set when the body did not end by itself and its thread was given up.</summary>
    public bool WasAbandoned { get; set; }

    /// <summary>Says what begins now, and stops when the time is up.</summary>
    /// <param name="reached">What begins, as a clause: "in step 3 of 300".</param>
    /// <param name="done">The share of this training that is behind it, from 0 to 1; null where that is not known.</param>
    /// <param name="loss">The last loss; null where there is none.</param>
    public void Step(string reached, double? done = null, double? loss = null)
    {
        progress = reached;
        cancellation.ThrowIfCancellationRequested();
        var elapsed = clock.GetElapsedTime(start);
        if (elapsed > Limit && !Debugger.IsAttached)
            throw Exceeded(this);
        // A share that does not grow is that of another training.
        if (done is { } share && share <= lastDone)
            begun = (elapsed, share);
        lastDone = done ?? double.MaxValue;
        if (elapsed < nextLine || Show is null)
            return;
        nextLine = elapsed + FirstLine;
        Show(ProgressLine(elapsed, Limit, reached, loss, Left(elapsed, done)));
    }

    /// <summary>One line: what runs, the loss, how long this training will go on at its pace, and the check at most.</summary>
    internal static string ProgressLine(TimeSpan elapsed, TimeSpan limit, string reached, double? loss, TimeSpan? left)
    {
        var most = limit - elapsed;
        var time = left is { } known && known < most
            ? $"about {Figures.Of(Rounded(known))} left in this training, at most {Figures.Of(Rounded(most))} in this check"
            : $"at most {Figures.Of(Rounded(most))} left";
        return $"{Figures.Of(Rounded(elapsed))}: {reached}{(loss is { } value ? $", loss {Figures.Of(value)}" : "")}, {time}";
    }

    /// <summary>At the pace of this training so far; null where there is none.</summary>
    private TimeSpan? Left(TimeSpan elapsed, double? done) =>
        done is { } now && now > begun.Done ? (elapsed - begun.Elapsed) * ((1 - now) / (now - begun.Done)) : null;

    private static TimeSpan Rounded(TimeSpan time) => TimeSpan.FromSeconds(Math.Max(0, Math.Round(time.TotalSeconds)));

    public static FixtureException Exceeded(RunBudget budget) => new(
        $"the budget of {Figures.Of(budget.Limit)} was used up {budget.Progress}",
        "make the fixture's model or batch smaller, look for a loop that does not end, or override Budget");
}
