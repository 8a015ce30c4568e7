using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>Where a module or a parameter is made, in contrast to one that came from elsewhere.</summary>
internal static class Creation
{
    /// <summary>Whether the operation itself makes a module or a parameter: <c>new</c>, or one of TorchSharp's factories.</summary>
    public static bool Makes(this TorchSharpTypes types, IOperation operation) => operation switch
    {
        IObjectCreationOperation creation => types.IsComponent(creation.Type),
        IInvocationOperation { TargetMethod: { IsStatic: true, IsExtensionMethod: false } method } => types.Declares(method) && types.IsComponent(method.ReturnType),
        _ => false,
    };

    /// <summary>Whether the value is made where it stands, on every or on one of the ways that lead to it.</summary>
    public static bool IsMade(this TorchSharpTypes types, IOperation value) => value.Unwrapped() switch
    {
        IConditionalOperation conditional => types.IsMade(conditional.WhenTrue) || (conditional.WhenFalse is { } other && types.IsMade(other)),
        ICoalesceOperation coalesce => types.IsMade(coalesce.WhenNull),
        ISimpleAssignmentOperation assignment => types.IsMade(assignment.Value),
        var made => types.Makes(made),
    };
}
