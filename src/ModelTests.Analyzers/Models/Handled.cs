using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>Whether a class looks after a module that is not registered, as after a frozen teacher that it keeps out of its parameters on purpose.</summary>
internal static class Handled
{
    private static readonly HashSet<string> Running = new(StringComparer.Ordinal) { "call", "forward", "GetName", "Dispose" };

    /// <summary>Whether the member is used there without gradients, or its parameters, its mode or its state are.</summary>
    public static bool IsHandled(this IOperation member, TorchSharpTypes types) => IsWithoutGradients(member, types) || Statement(member).DescendantsAndSelf().OfType<IInvocationOperation>().Any(call =>
        !Running.Contains(call.TargetMethod.Name) && types.Declares(call.TargetMethod) && call.Receiver()?.Unwrapped() is { } module && types.IsModule(module.Type)
        && (module is ILocalReferenceOperation or IParameterReferenceOperation || module.DescendantsAndSelf().Contains(member)));

    private static bool IsWithoutGradients(IOperation member, TorchSharpTypes types) => member.Ancestors().Any(ancestor => ancestor switch
    {
        IUsingOperation block => SwitchesOff(block.Resources, types),
        IBlockOperation block => block.Operations.OfType<IUsingDeclarationOperation>().Any(declaration => declaration.Syntax.SpanStart < member.Syntax.SpanStart && SwitchesOff(declaration, types)),
        _ => false,
    });

    private static bool SwitchesOff(IOperation resources, TorchSharpTypes types) =>
        resources.DescendantsAndSelf().OfType<IInvocationOperation>().Any(call => call.TargetMethod.Name is "no_grad" or "inference_mode" && call.TargetMethod.ContainingType.IsSame(types.Torch));

    private static IOperation Statement(IOperation member)
    {
        var statement = member;
        while (statement.Parent is { } parent and not (IBlockOperation or IMethodBodyBaseOperation))
            statement = parent;
        return statement;
    }
}
