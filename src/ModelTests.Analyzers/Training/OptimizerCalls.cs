using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>The calls that a training step is made of.</summary>
internal static class OptimizerCalls
{
    public static bool IsBackward(this IOperation operation, TorchSharpTypes types) =>
        operation is IInvocationOperation { TargetMethod: { Name: "backward" } method } && types.Declares(method);

    /// <summary>A step without a closure; a closure does everything itself.</summary>
    public static bool IsStep(this IOperation operation, TorchSharpTypes types) =>
        operation is IInvocationOperation { TargetMethod.Name: "step", Instance: { } optimizer } step && optimizer.Type.DerivesFrom(types.Optimizer)
        && types.Declares(optimizer.Type) && step.Arguments.All(argument => argument.ArgumentKind == ArgumentKind.DefaultValue);

    public static bool IsZeroGrad(this IOperation operation, TorchSharpTypes types) =>
        operation is IInvocationOperation { TargetMethod.Name: "zero_grad", Instance: { } optimizer } && optimizer.Type.DerivesFrom(types.Optimizer);
}
