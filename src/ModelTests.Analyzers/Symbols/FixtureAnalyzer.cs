using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelTests.Analyzers;

/// <summary>A rule about test classes; silent where ModelTests is not referenced.</summary>
public abstract class FixtureAnalyzer : RuleAnalyzer
{
    private protected sealed override void Begin(CompilationStartAnalysisContext context)
    {
        if (FixtureTypes.Of(context.Compilation) is { } types)
            Start(context, types);
    }

    /// <summary>Registers what looks at the compilation.</summary>
    private protected abstract void Start(CompilationStartAnalysisContext context, FixtureTypes types);
}
