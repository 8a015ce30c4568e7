using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>What opens a dispose scope.</summary>
internal static class DisposeScopes
{
    public static bool OpensDisposeScope(this IInvocationOperation invocation, TorchSharpTypes types) =>
        invocation.TargetMethod.Name == "NewDisposeScope"
        && (invocation.TargetMethod.ContainingType.IsSame(types.Torch) || invocation.TargetMethod.ContainingType.IsSame(types.DisposeScopeManager));
}
