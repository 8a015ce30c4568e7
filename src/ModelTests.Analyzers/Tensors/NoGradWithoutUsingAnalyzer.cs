using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0010: no_grad() or inference_mode() without using, which stays on for the rest of the thread.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoGradWithoutUsingAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0010";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "no_grad() needs using",
        "{0}() is never disposed, so no gradient is computed on this thread from here on; write 'using var … = {0}();'",
        Category.Tensors,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0010.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterOperationAction(operation =>
        {
            var invocation = (IInvocationOperation)operation.Operation;
            if (invocation.TargetMethod.Name is "no_grad" or "inference_mode" && invocation.TargetMethod.ContainingType.IsSame(types.Torch)
                && invocation.Arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue) && invocation.IsLeftOpen())
            {
                operation.ReportDiagnostic(Diagnostic.Create(Rule, invocation.Syntax.GetLocation(), invocation.TargetMethod.Name));
            }
        }, OperationKind.Invocation);
}
