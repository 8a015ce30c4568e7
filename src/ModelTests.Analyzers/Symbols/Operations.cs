using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>How operations are related to each other.</summary>
internal static class Operations
{
    /// <summary>The operation without the conversions and brackets around it.</summary>
    public static IOperation Unwrapped(this IOperation operation)
    {
        while (true)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion:
                    operation = conversion.Operand;
                    break;
                case IParenthesizedOperation bracket:
                    operation = bracket.Operand;
                    break;
                default:
                    return operation;
            }
        }
    }

    /// <summary>The operations around it, inmost first.</summary>
    public static IEnumerable<IOperation> Ancestors(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
            yield return parent;
    }

    /// <summary>The operation that uses this one's value, past conversions and brackets.</summary>
    public static IOperation? User(this IOperation operation) =>
        operation.Ancestors().FirstOrDefault(parent => parent is not (IConversionOperation { OperatorMethod: null } or IParenthesizedOperation));

    public static IOperation Root(this IOperation operation) => operation.Ancestors().LastOrDefault() ?? operation;

    /// <summary>Whether it runs later than the method around it: in a lambda or a local function, up to <paramref name="root"/>.</summary>
    public static bool IsDeferred(this IOperation operation, IOperation? root = null) =>
        operation.Ancestors().TakeWhile(parent => parent != root).Any(parent => parent is IAnonymousFunctionOperation or ILocalFunctionOperation);

    /// <summary>The function around it: a lambda, a local function, or the whole body.</summary>
    public static IOperation Function(this IOperation operation) =>
        operation.Ancestors().FirstOrDefault(parent => parent is IAnonymousFunctionOperation or ILocalFunctionOperation) ?? operation.Root();

    /// <summary>The field or property that the operation reads or writes on <c>this</c>; null when it is something else.</summary>
    public static ISymbol? OwnMember(this IOperation operation) => operation.Unwrapped() switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: IInstanceReferenceOperation, Arguments.IsEmpty: true } property => property.Property,
        _ => null,
    };

    /// <summary>The local, parameter, field or property that the operation reads; null when it is something else.</summary>
    public static ISymbol? Variable(this IOperation? operation) => operation?.Unwrapped() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Arguments.IsEmpty: true } property => property.Property,
        _ => null,
    };

    /// <summary>What the method is called on: the instance, or the first argument of an extension method.</summary>
    public static IOperation? Receiver(this IInvocationOperation invocation) =>
        invocation.Instance ?? (invocation.TargetMethod.IsExtensionMethod ? invocation.ArgumentOf(0)?.Value : null);

    /// <summary>The argument of the parameter at that place, wherever it is written.</summary>
    public static IArgumentOperation? ArgumentOf(this IInvocationOperation invocation, int ordinal) =>
        invocation.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == ordinal);

    /// <summary>What a local holds all its life: its initial value, if it is never assigned again; else null.</summary>
    public static IOperation? OnlyValue(this ILocalReferenceOperation reference)
    {
        var declarator = reference.Root().Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(candidate => candidate.Symbol.IsSame(reference.Local));
        var value = declarator?.GetVariableInitializer()?.Value;
        return value is null || reference.Root().Descendants().OfType<ILocalReferenceOperation>().Any(other => other.Local.IsSame(reference.Local) && other.IsWritten()) ? null : value;
    }

    private static bool IsWritten(this ILocalReferenceOperation reference) => reference.User() switch
    {
        IAssignmentOperation assignment => assignment.Target.Unwrapped() == reference,
        IArgumentOperation argument => argument.Parameter?.RefKind is RefKind.Ref or RefKind.Out,
        ITupleOperation tuple => tuple.User() is IDeconstructionAssignmentOperation,
        IIncrementOrDecrementOperation => true,
        _ => false,
    };
}
