using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelTests.Analyzers;

/// <summary>A rule about code that uses TorchSharp; silent where TorchSharp is not referenced.</summary>
public abstract class TorchSharpAnalyzer : DiagnosticAnalyzer
{
    /// <summary>What is reported.</summary>
    private protected abstract DiagnosticDescriptor Descriptor { get; }

    /// <inheritdoc/>
    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    /// <inheritdoc/>
    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(start =>
        {
            if (TorchSharpTypes.Of(start.Compilation) is { } types)
                Start(start, types);
        });
    }

    /// <summary>Registers what looks at the compilation.</summary>
    private protected abstract void Start(CompilationStartAnalysisContext context, TorchSharpTypes types);
}
