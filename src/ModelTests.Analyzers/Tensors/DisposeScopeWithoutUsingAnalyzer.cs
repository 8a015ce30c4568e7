using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0011: a dispose scope that nobody disposes, which keeps every later tensor of the thread.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DisposeScopeWithoutUsingAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0011";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "NewDisposeScope() needs using",
        "The dispose scope is never disposed, so it keeps every tensor that this thread makes from here on; write 'using var … = NewDisposeScope();'",
        Category.Tensors,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0011.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterOperationAction(operation =>
        {
            var invocation = (IInvocationOperation)operation.Operation;
            if (invocation.OpensDisposeScope(types) && invocation.IsLeftOpen())
                operation.ReportDiagnostic(Diagnostic.Create(Rule, invocation.Syntax.GetLocation()));
        }, OperationKind.Invocation);
}
