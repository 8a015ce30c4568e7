using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ModelTests.Analyzers;

namespace ModelTests.CodeFixes;

/// <summary>Gives the logits to the loss.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class SoftmaxBeforeLossFix : RuleFix
{
    private protected override string Rule => SoftmaxBeforeLossAnalyzer.Id;

    private protected override async Task RegisterAsync(CodeFixContext context, SyntaxNode root, SyntaxNode node)
    {
        if (node is not ExpressionSyntax input || await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false) is not { } model)
            return;
        var operation = model.GetOperation(input, context.CancellationToken);
        var isLocal = operation?.Unwrapped() is ILocalReferenceOperation;
        var activation = operation?.Unwrapped() is ILocalReferenceOperation local ? local.OnlyValue() : operation;
        if (activation?.Unwrapped() is not IInvocationOperation applied || Logits(applied)?.Syntax is not ExpressionSyntax logits)
            return;
        // What a variable was made of may be computed twice, or be another value by now; only a name that is never assigned again is safe.
        if (isLocal && !(model.GetOperation(logits, context.CancellationToken) is ILocalReferenceOperation source && source.OnlyValue() is not null))
            return;
        Offer(context, "Give the logits to the loss", () => root.ReplaceNode(input, logits.WithoutTrivia().WithTriviaFrom(input)));
    }

    /// <summary>What the activation is applied to: a layer's or function's first argument, or the tensor itself.</summary>
    private static IOperation? Logits(IInvocationOperation activation) =>
        activation.TargetMethod.IsStatic || activation.TargetMethod.Name is "call" or "forward" ? activation.ArgumentOf(0)?.Value : activation.Instance;
}
