using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelTests.Analyzers;

/// <summary>One rule, for code that people write: what is generated is left out.</summary>
public abstract class RuleAnalyzer : DiagnosticAnalyzer
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
        context.RegisterCompilationStartAction(Begin);
    }

    /// <summary>Registers what looks at the compilation, where it has the types that the rule is about.</summary>
    private protected abstract void Begin(CompilationStartAnalysisContext context);
}
