using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0013: the result of a tensor operation that leaves its tensor as it is, thrown away where the operation in place is meant.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnusedTensorResultAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0013";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The result of a tensor operation is not used",
        "{0}() returns its result and leaves the tensor as it is; use the result{1}",
        Category.Tensors,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0013.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.ExpressionStatement);

    private static void Analyze(OperationAnalysisContext context, TorchSharpTypes types)
    {
        var statement = (IExpressionStatementOperation)context.Operation;
        if (statement.Syntax is not ExpressionStatementSyntax || statement.Operation is not IInvocationOperation { Instance: not null, TargetMethod: var method } invocation
            || !method.ContainingType.IsSame(types.Tensor) || !types.IsTensor(method.ReturnType) || IsTrial(statement))
        {
            return;
        }

        var inPlace = method.Name + "_";
        var moves = method.Name is "to" or "cuda" or "cpu" && !invocation.Arguments.Any(argument => argument.Parameter?.Name == "disposeAfter" && argument.ArgumentKind == ArgumentKind.Explicit);
        var hasInPlace = types.Tensor!.GetMembers(inPlace).Length > 0 && !invocation.Arguments.Any(argument => argument.Parameter?.Name is "inplace" or "out");
        if (moves || hasInPlace)
            context.ReportDiagnostic(Diagnostic.Create(Rule, invocation.Syntax.GetLocation(), method.Name, hasInPlace ? $", or {inPlace}() to change the tensor" : ""));
    }

    /// <summary>Whether it is run to see whether it throws: in a try block, or alone in a lambda.</summary>
    private static bool IsTrial(IOperation statement)
    {
        foreach (var ancestor in statement.Ancestors())
        {
            if (ancestor is ITryOperation)
                return true;
            if (ancestor is IAnonymousFunctionOperation or ILocalFunctionOperation)
                return ancestor is IAnonymousFunctionOperation { Body.Operations: var body } && body.Count(operation => !operation.IsImplicit) == 1;
        }
        return false;
    }
}
