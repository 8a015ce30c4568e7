using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0012: a tensor that is made in a dispose scope and returned from it without being moved out; the caller gets a disposed tensor.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReturnedFromDisposeScopeAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0012";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A tensor returned from a dispose scope must be moved out of it",
        "This tensor is disposed with the dispose scope when the method returns; return it with MoveToOuterDisposeScope()",
        Category.Tensors,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0012.md");

    // May return the very tensor that they are given, or one that already was.
    private static readonly HashSet<string> Returning = new(StringComparer.Ordinal) { "to", "cpu", "cuda", "mps", "type", "to_type", "print", "with_requires_grad", "rename", "get_buffer", "get_parameter", "grad" };

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Return);

    private static void Analyze(OperationAnalysisContext context, TorchSharpTypes types)
    {
        var statement = (IReturnOperation)context.Operation;
        if (statement.ReturnedValue?.Unwrapped() is not { } returned || ScopeAround(statement, types) is not { } scope)
            return;
        foreach (var value in returned is ITupleOperation tuple ? tuple.Elements.AsEnumerable() : [returned])
        {
            if (types.IsTensor(value.Unwrapped().Type) && IsMadeIn(scope, value.Unwrapped(), types))
                context.ReportDiagnostic(Diagnostic.Create(Rule, value.Syntax.GetLocation()));
        }
    }

    /// <summary>The using around the statement that opens a dispose scope, in the same function, if nobody else touches the scope.</summary>
    private static IOperation? ScopeAround(IOperation statement, TorchSharpTypes types)
    {
        var function = statement.Function();
        foreach (var ancestor in statement.Ancestors().TakeWhile(ancestor => ancestor != function.Parent))
        {
            var opened = ancestor switch
            {
                IUsingOperation block => block.Resources,
                IBlockOperation block => block.Operations.OfType<IUsingDeclarationOperation>().LastOrDefault(declaration => declaration.Syntax.SpanStart < statement.Syntax.SpanStart && Opens(declaration, types)),
                _ => null,
            };
            if (opened is not null && Opens(opened, types))
            {
                var locals = opened.DescendantsAndSelf().OfType<IVariableDeclaratorOperation>().Select(declarator => declarator.Symbol).ToList();
                return function.Descendants().OfType<ILocalReferenceOperation>().Any(reference => locals.Any(local => local.IsSame(reference.Local))) ? null : opened;
            }
        }
        return null;
    }

    private static bool Opens(IOperation resources, TorchSharpTypes types) =>
        resources.DescendantsAndSelf().OfType<IInvocationOperation>().Any(invocation => invocation.OpensDisposeScope(types));

    /// <summary>Whether TorchSharp makes the tensor anew after the scope was opened, and nobody moves it.</summary>
    private static bool IsMadeIn(IOperation scope, IOperation value, TorchSharpTypes types)
    {
        if (value is not ILocalReferenceOperation local)
            return value.Syntax.SpanStart > scope.Syntax.SpanStart && MakesTensor(value, types);
        return local.OnlyValue()?.Unwrapped() is { } made && made.Syntax.SpanStart > scope.Syntax.SpanStart && MakesTensor(made, types)
            && local.Function() == made.Function()
            && !local.Root().Descendants().OfType<ILocalReferenceOperation>().Any(other => other.Local.IsSame(local.Local) && MayMove(other, types));
    }

    private static bool MakesTensor(IOperation operation, TorchSharpTypes types) => operation switch
    {
        IBinaryOperation { OperatorMethod: { } method } => types.Declares(method),
        IUnaryOperation { OperatorMethod: { } method } => types.Declares(method),
        IInvocationOperation { TargetMethod: var method } call => types.Declares(method)
            && !method.Name.EndsWith("_", StringComparison.Ordinal) && !method.Name.EndsWith("DisposeScope", StringComparison.Ordinal) && !Returning.Contains(method.Name)
            && !method.ContainingType.IsSame(types.DisposeScope) && !call.Arguments.Any(argument => argument.Parameter?.Name is "inplace" or "out")
            // The forward of a user's module may return a tensor that it keeps.
            && (!types.IsModule(call.Instance?.Type) || (types.Declares(call.Instance!.Type) && !types.IsModuleBase(call.Instance.Type!))),
        _ => false,
    };

    /// <summary>Whether the tensor may leave the scope there: given to code that is not TorchSharp's, stored, or moved by name.</summary>
    private static bool MayMove(ILocalReferenceOperation reference, TorchSharpTypes types) => reference.User() switch
    {
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } => !types.Declares(method) || method.ContainingType.IsSame(types.DisposeScope) || method.Name.EndsWith("DisposeScope", StringComparison.Ordinal),
        IArgumentOperation => true,
        IInvocationOperation call => !types.Declares(call.TargetMethod) || call.TargetMethod.Name.EndsWith("DisposeScope", StringComparison.Ordinal),
        IReturnOperation or IBinaryOperation or IUnaryOperation or IPropertyReferenceOperation => false,
        ITupleOperation tuple => tuple.User() is not IReturnOperation,
        _ => true,
    };
}
