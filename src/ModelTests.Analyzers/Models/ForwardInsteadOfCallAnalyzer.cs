using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0007: forward() on a module, which skips its hooks. Off by default: without hooks it is the same.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ForwardInsteadOfCallAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0007";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "forward() skips hooks",
        "forward() does not run the hooks of '{0}'; call() does",
        Category.Model,
        DiagnosticSeverity.Info,
        isEnabledByDefault: false,
        helpLinkUri: "docs/analyzers/MT0007.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, TorchSharpTypes types)
    {
        var invocation = (IInvocationOperation)context.Operation;
        if (invocation.TargetMethod.Name == "forward" && invocation.Instance is { } module and not IInstanceReferenceOperation
            && types.IsModule(module.Type) && HasCall(module.Type!, invocation.TargetMethod))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, invocation.Syntax.GetLocation(), module.Syntax.ToString()));
        }
    }

    private static bool HasCall(ITypeSymbol module, IMethodSymbol forward) =>
        module.SelfAndBases().SelectMany(type => type.GetMembers("call")).OfType<IMethodSymbol>().Any(call =>
            call.Parameters.Length >= forward.Parameters.Length
            && call.Parameters.Take(forward.Parameters.Length).Select(parameter => parameter.Type).SequenceEqual(forward.Parameters.Select(parameter => parameter.Type), SymbolEqualityComparer.Default)
            && call.Parameters.Skip(forward.Parameters.Length).All(parameter => parameter.IsOptional));
}
