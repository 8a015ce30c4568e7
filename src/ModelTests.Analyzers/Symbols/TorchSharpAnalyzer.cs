using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelTests.Analyzers;

/// <summary>A rule about code that uses TorchSharp; silent where TorchSharp is not referenced.</summary>
public abstract class TorchSharpAnalyzer : RuleAnalyzer
{
    private protected sealed override void Begin(CompilationStartAnalysisContext context)
    {
        if (TorchSharpTypes.Of(context.Compilation) is { } types)
            Start(context, types);
    }

    /// <summary>Registers what looks at the compilation.</summary>
    private protected abstract void Start(CompilationStartAnalysisContext context, TorchSharpTypes types);
}
