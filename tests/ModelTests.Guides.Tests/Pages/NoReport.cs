using System.Runtime.CompilerServices;

namespace ModelTests.Guides.Pages;

internal static class NoReport
{
    /// <summary>The pages show what checks print; a report of each planted fault would only take time.</summary>
    [ModuleInitializer]
    internal static void Choose() => Environment.SetEnvironmentVariable(ReportSettings.Variable, "never");
}
