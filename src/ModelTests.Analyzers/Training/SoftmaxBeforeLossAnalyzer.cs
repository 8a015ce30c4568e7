using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0008: softmax before cross entropy, or sigmoid before binary cross entropy with logits; the losses apply them themselves.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SoftmaxBeforeLossAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0008";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The loss applies softmax or sigmoid itself",
        "{0} takes logits and applies {1} itself; {1} is applied twice here, which flattens the gradients",
        Category.Training,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0008.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation);

    private static void Analyze(OperationAnalysisContext context, TorchSharpTypes types)
    {
        var loss = (IInvocationOperation)context.Operation;
        if (!types.Declares(loss.TargetMethod) || loss.ArgumentOf(0)?.Value is not { } input || AppliedBy(loss, types) is not { } applied)
            return;
        var value = input.Unwrapped() is ILocalReferenceOperation local ? local.OnlyValue() : input;
        if (value?.Unwrapped() is IInvocationOperation activation && Applies(activation, applied, types))
            context.ReportDiagnostic(Diagnostic.Create(Rule, input.Syntax.GetLocation(), NameOf(loss), applied));
    }

    /// <summary>What the loss applies to its first argument; null when it is not one of those.</summary>
    private static string? AppliedBy(IInvocationOperation loss, TorchSharpTypes types)
    {
        if (loss.TargetMethod.ContainingType.IsSame(types.Functional))
        {
            return loss.TargetMethod.Name switch
            {
                "cross_entropy" => "softmax",
                "binary_cross_entropy_with_logits" => "sigmoid",
                _ => null,
            };
        }
        return loss.TargetMethod.Name is not ("call" or "forward") || !types.Declares(loss.Instance?.Type) ? null : loss.Instance!.Type!.Name switch
        {
            "CrossEntropyLoss" => "softmax",
            "BCEWithLogitsLoss" => "sigmoid",
            _ => null,
        };
    }

    private static bool Applies(IInvocationOperation activation, string applied, TorchSharpTypes types) =>
        types.Declares(activation.TargetMethod)
        && (activation.TargetMethod.Name == applied
            || (activation.TargetMethod.Name is "call" or "forward" && types.Declares(activation.Instance?.Type) && string.Equals(activation.Instance!.Type!.Name, applied, StringComparison.OrdinalIgnoreCase)));

    private static string NameOf(IInvocationOperation loss) => loss.TargetMethod.Name is "call" or "forward" ? loss.Instance!.Type!.Name : loss.TargetMethod.Name;
}
