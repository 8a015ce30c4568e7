namespace ModelTests;

/// <summary>A check that compares what it records with a file in the repository. It compares; <see cref="BaselineRun"/> writes.</summary>
/// <param name="sourceFile">The user's file, filled in by the compiler.</param>
/// <param name="sourceLine">The attribute's line, filled in by the compiler.</param>
public abstract class BaselineCheckAttribute(string sourceFile, int sourceLine) : CheckAttribute(sourceFile, sourceLine)
{
    internal sealed override bool IsStandard => false;

    /// <summary>What would be written: the evidence in lines.</summary>
    internal abstract Baseline Receive(Evidence evidence);

    /// <summary>As <see cref="Receive(Evidence)"/>, for a check that records in a way that can be compared with an older file.</summary>
    /// <param name="evidence">The fixture's.</param>
    /// <param name="verified">Null when there is none yet.</param>
    internal virtual Baseline Receive(Evidence evidence, Baseline? verified) => Receive(evidence);

    /// <summary>Judges what was received by what was verified.</summary>
    internal abstract Verdict Compare(Baseline verified, Baseline received);

    /// <summary>As <see cref="Compare(Baseline, Baseline)"/>, for a check that looks closer where the two differ.</summary>
    internal virtual Verdict Compare(Evidence evidence, Baseline verified, Baseline received) => Compare(verified, received);

    internal BaselineFile FileOf(Type fixture)
    {
        // A nested class is Outer+Inner by reflection and Outer.Inner in the source; a generic one has its arguments with their assemblies in brackets.
        var name = (fixture.FullName ?? fixture.Name)[(fixture.Namespace is { } space ? space.Length + 1 : 0)..].Replace('+', '.').Split('[')[0];
        return new BaselineFile(BaselineFolder.Of(SourceFile, AppContext.BaseDirectory), $"{name}.{Name}");
    }

    internal sealed override Verdict Judge(Evidence evidence)
    {
        // Read before anything is trained: a file that cannot be used is told at once.
        var file = FileOf(evidence.Recipes.FixtureType);
        var verified = file.Read();
        var received = Receive(evidence, verified);
        if (received.Inconclusive is { } reason)
            return Verdict.CouldNotTell(reason);
        if (verified is null)
        {
            return Verdict.Fails($"there is no baseline yet: {Path.GetFileName(file.Verified)} is missing")
                .ChangeTo($"look at {file.Received} and accept it: dotnet modeltests accept, or rename it to {Path.GetFileName(file.Verified)}; commit the file") with
            { Received = received };
        }
        return Compare(evidence, verified, received) with { Received = received };
    }
}
