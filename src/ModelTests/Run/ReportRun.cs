namespace ModelTests;

/// <summary>
/// Writes the report of a fixture class after each of its checks: no test framework tells a check that it is the last one, and what
/// is there after the tenth check is worth having when the eleventh crashes. The pictures are taken once.
/// </summary>
internal static class ReportRun
{
    public const string DocsPage = "docs/report.md";

    /// <summary>Judging goes on whatever happens here.</summary>
    /// <returns>The path of the report, the first time that one was written.</returns>
    public static string? After(PlannedCheck planned, Evidence evidence, ReportSettings settings, CancellationToken cancellation = default)
    {
        if (settings.Mode == ReportMode.Never)
            return null;
        var type = evidence.Recipes.FixtureType;
        var file = new ReportFile(settings.Folder, type.Assembly.GetName().Name ?? "", type.FullName ?? type.Name);
        if (settings.Mode == ReportMode.Failures && evidence.Verdicts.Values.All(verdict => verdict.Outcome != Outcome.Fails))
        {
            file.DeleteOlderThan(BaselineFile.ProcessStart);
            return null;
        }
        try
        {
            file.Write(ReportOf.Class(type, evidence, evidence.PicturesFor(cancellation)));
            return SaidOnce(planned, evidence, settings.Mode, $"report: {file.Path}\nas a page: dotnet modeltests report \"{settings.Folder}\"") ? file.Path : null;
        }
        catch (FixtureException problem)
        {
            SaidOnce(planned, evidence, settings.Mode, $"no report: {problem.Message}; set {ReportSettings.FolderVariable} to a folder that can be written, or {ReportSettings.Variable}=never");
            return null;
        }
    }

    /// <summary>In the output of the first check that failed, where people look.</summary>
    private static bool SaidOnce(PlannedCheck planned, Evidence evidence, ReportMode mode, string text)
    {
        if (evidence.ReportIsNamed || (mode == ReportMode.Failures && evidence.Verdicts[planned].Outcome != Outcome.Fails))
            return false;
        evidence.ReportIsNamed = true;
        evidence.Say?.Invoke(text);
        return true;
    }
}
