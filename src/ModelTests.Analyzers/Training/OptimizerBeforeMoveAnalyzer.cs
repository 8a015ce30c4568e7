using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0009: an optimizer that is made before its model moves to a device or type, and used after.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OptimizerBeforeMoveAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0009";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The optimizer is made before the model moves",
        "'{0}' was made before '{1}' moves here: moving replaces the parameters, and the optimizer keeps the ones from before; move the model first",
        Category.Training,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0009.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, TorchSharpTypes types)
    {
        var move = (IInvocationOperation)context.Operation;
        if (!IsMove(move, types) || move.Receiver().Variable() is not { } model)
            return;
        var function = move.Function();
        foreach (var (optimizer, made) in OptimizersMade(function, types))
        {
            if (made.Syntax.Span.End <= move.Syntax.SpanStart && IsAlwaysBefore(made, move) && IsOf(made, model, types) && IsUsedAfter(move, optimizer, function))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, move.Syntax.GetLocation(), [made.Syntax.StatementLocation()], optimizer.Name, model.Name));
                return;
            }
        }
    }

    /// <summary>Whether a module moves to another device or type. Back to the CPU, as before saving, does not count.</summary>
    private static bool IsMove(IInvocationOperation invocation, TorchSharpTypes types) =>
        invocation.TargetMethod.ContainingType.IsSame(types.ModuleExtensions)
        && invocation.TargetMethod.Name != "cpu"
        && !invocation.Arguments.Skip(1).SelectMany(argument => argument.Value.DescendantsAndSelf()).Any(value => value switch
        {
            IPropertyReferenceOperation { Property.Name: "CPU" } or IFieldReferenceOperation { Field.Name: "CPU" } => true,
            ILiteralOperation { ConstantValue: { HasValue: true, Value: string device } } => device == "cpu",
            _ => false,
        });

    /// <summary>The local variables and fields that are given a new optimizer, with the value.</summary>
    private static IEnumerable<(ISymbol Optimizer, IOperation Made)> OptimizersMade(IOperation function, TorchSharpTypes types)
    {
        foreach (var operation in function.Descendants())
        {
            var (variable, value) = operation switch
            {
                IVariableDeclaratorOperation declarator => (declarator.Symbol, declarator.GetVariableInitializer()?.Value),
                ISimpleAssignmentOperation assignment => (assignment.Target.Variable(), assignment.Value),
                _ => default,
            };
            if (variable is not null && value?.Unwrapped() is IInvocationOperation or IObjectCreationOperation && value.Unwrapped().Type.DerivesFrom(types.Optimizer))
                yield return (variable, value.Unwrapped());
        }
    }

    /// <summary>Whether it is of the model: made from the model or from its parameters.</summary>
    private static bool IsOf(IOperation made, ISymbol model, TorchSharpTypes types) =>
        made.Descendants().OfType<IArgumentOperation>().Where(argument => argument.Parent == made).Any(argument =>
            argument.Value.Variable().IsSame(model)
            || argument.Value.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call => call.TargetMethod.Name is "parameters" or "named_parameters" && types.IsModule(call.Instance?.Type) && call.Instance.Variable().IsSame(model)));

    /// <summary>Whether the way to the second always leads through the first: its statement's block holds both.</summary>
    private static bool IsAlwaysBefore(IOperation first, IOperation second) =>
        first.Ancestors().OfType<IBlockOperation>().FirstOrDefault() is { } block && second.Ancestors().Contains(block)
        && !first.Ancestors().TakeWhile(ancestor => ancestor != block).Any(ancestor => ancestor is IConditionalOperation or ILoopOperation or ISwitchOperation or ITryOperation);

    private static bool IsUsedAfter(IOperation move, ISymbol optimizer, IOperation function)
    {
        var later = function.Descendants().Where(operation => operation.Syntax.SpanStart >= move.Syntax.Span.End && operation.Variable().IsSame(optimizer))
            .OrderBy(operation => operation.Syntax.SpanStart).FirstOrDefault();
        return later is not null && !(later.User() is ISimpleAssignmentOperation assignment && assignment.Target == later);
    }
}
