namespace ModelTests;

/// <summary>A check that compares what it records with a file in the repository. It compares; <see cref="BaselineRun"/> writes.</summary>
/// <param name="sourceFile">The user's file, filled in by the compiler.</param>
/// <param name="sourceLine">The attribute's line, filled in by the compiler.</param>
public abstract class BaselineCheckAttribute(string sourceFile, int sourceLine) : CheckAttribute(sourceFile, sourceLine)
{
    internal sealed override Stage Stage => Stage.Model;

    internal sealed override bool IsStandard => false;

    internal sealed override bool TakesLong => true;

    /// <summary>What would be written: the evidence in lines. The environment is added to it.</summary>
    internal abstract Baseline Receive(Evidence evidence);

    /// <summary>As <see cref="Receive(Evidence)"/>, for a check that records in a way that can be compared with an older file.</summary>
    /// <param name="evidence">The fixture's.</param>
    /// <param name="verified">Null when there is none yet.</param>
    internal virtual Baseline Receive(Evidence evidence, Baseline? verified) => Receive(evidence);

    /// <summary>Judges what was received by what was verified; both without their environments.</summary>
    /// <param name="verified">What the file in the repository says.</param>
    /// <param name="received">What was recorded now.</param>
    /// <param name="sameEnvironment">Whether device, libtorch, processor and threads are the same, so that the same model gives the same figures; otherwise the wider tolerance is right.</param>
    internal abstract Verdict Compare(Baseline verified, Baseline received, bool sameEnvironment);

    /// <summary>As <see cref="Compare(Baseline, Baseline, bool)"/>, for a check that looks closer where the two differ.</summary>
    internal virtual Verdict Compare(Evidence evidence, Baseline verified, Baseline received, bool sameEnvironment) => Compare(verified, received, sameEnvironment);

    /// <summary>The document as it stands in a file: what was recorded, and the environment.</summary>
    internal Baseline Document(Evidence evidence, Baseline? verified = null) =>
        BaselineEnvironment.Of(evidence.Facts.Device).AddedTo(Receive(evidence, verified?.Without(BaselineEnvironment.Section)));

    internal BaselineFile FileOf(Type fixture) => new(BaselineFolder.Of(SourceFile), BaselineNeighbours.Stem(fixture, Name));

    internal sealed override Verdict Judge(Evidence evidence)
    {
        // Before anything is trained: a setting, a file or a class that cannot be used is told at once.
        _ = BaselineMode.Current;
        var fixture = evidence.Recipes.FixtureType;
        BaselineNeighbours.RequireOwnFile(fixture, this);
        var file = FileOf(fixture);
        var verified = file.Read();
        if (verified is not null && verified.Check != Name)
            throw new FixtureException($"the baseline {file.Verified} was recorded by [{verified.Check}]", "delete it first to record a new one; it was left as it is");
        var received = Document(evidence, verified);
        if (received.Inconclusive is { } reason)
            return Verdict.CouldNotTell(reason);
        var verdict = verified is null
            ? Missing(fixture, file)
            : Remarked(fixture, file, BaselineEnvironment.Difference(verified, received), sameEnvironment =>
                Compare(evidence, verified.Without(BaselineEnvironment.Section), received.Without(BaselineEnvironment.Section), sameEnvironment));
        return verdict with { Verified = verified, Received = received };
    }

    private static Verdict Remarked(Type fixture, BaselineFile file, string? difference, Func<bool, Verdict> compare)
    {
        var verdict = compare(difference is null);
        if (difference is not null)
            verdict = With(verdict, $"{difference}: compared with the wider tolerance");
        // A suite that shrinks in silence is said where people look, but a healthy class does not fail for its neighbour.
        var orphans = verdict.Outcome == Outcome.Holds ? BaselineNeighbours.Orphans(fixture, file) : [];
        return orphans.Count == 0 ? verdict : With(verdict, $"{string.Join(", ", orphans)}: delete what is no longer wanted");
    }

    private static Verdict With(Verdict verdict, string remark) => verdict.Outcome switch
    {
        Outcome.Fails => verdict.Because(verdict.Cause is { Length: > 0 } cause ? $"{cause}; {remark}" : remark),
        Outcome.Holds => verdict.Warn(remark),
        _ => verdict with { Headline = $"{verdict.Headline}; {remark}" },
    };

    private Verdict Missing(Type fixture, BaselineFile file)
    {
        var name = Path.GetFileName(file.Verified);
        var verdict = Verdict.Fails($"there is no baseline yet: {name} is missing")
            .At(new Finding("received", "", file.Received), new Finding("verified", "", file.Verified))
            .ChangeTo($"look at the received file and accept it: dotnet modeltests accept {file.Stem}, or rename it to {name}; commit the file");
        var orphans = BaselineNeighbours.Orphans(fixture, file).Where(orphan => orphan.Check == Name).ToList();
        return orphans.Count == 0 ? verdict : verdict.Because($"{string.Join(", ", orphans)}: rename it to {name} if the class was renamed");
    }
}
