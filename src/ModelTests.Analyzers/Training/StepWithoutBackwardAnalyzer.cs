using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0015: an optimizer's step on gradients that were just cleared, with no backward() between.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StepWithoutBackwardAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0015";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "step() follows zero_grad() without backward()",
        "The gradients that {0}.step() uses were cleared before it, and no backward() has run since; the order is zero_grad(), backward(), step()",
        Category.Training,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0015.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Block);

    private static void Analyze(OperationAnalysisContext context, TorchSharpTypes types)
    {
        var statements = ((IBlockOperation)context.Operation).Operations;
        // Where the block has no backward() at all, the step is not meant to learn: a test of a schedule, or one that makes the optimizer's state.
        if (!statements.Any(statement => Call(statement) is { } call && call.IsBackward(types)))
            return;
        for (var i = 0; i < statements.Length; i++)
        {
            if (Call(statements[i]) is { } step && step.IsStep(types) && LastCleared(statements, i, step, types) is { } cleared
                && !GivesGradients(statements.Skip(cleared + 1).Take(i - cleared - 1), types, context.CancellationToken))
            {
                context.ReportDiagnostic(Diagnostic.Create(Rule, step.Syntax.GetLocation(), step.Instance!.Syntax.ToString()));
            }
        }
    }

    private static IInvocationOperation? Call(IOperation statement) => (statement as IExpressionStatementOperation)?.Operation as IInvocationOperation;

    /// <summary>The last statement before it that clears the gradients of the same optimizer.</summary>
    private static int? LastCleared(ImmutableArray<IOperation> statements, int before, IInvocationOperation step, TorchSharpTypes types)
    {
        for (var i = before - 1; i >= 0; i--)
        {
            if (Call(statements[i]) is { } clearing && clearing.IsZeroGrad(types) && clearing.Instance!.Syntax.ToString() == step.Instance!.Syntax.ToString())
                return i;
        }
        return null;
    }

    private static bool GivesGradients(IEnumerable<IOperation> between, TorchSharpTypes types, CancellationToken cancellation)
    {
        var all = between.SelectMany(statement => statement.DescendantsAndSelf()).ToList();
        return all.MayRun("backward", types, cancellation) || all.MayRun("grad", types, cancellation) || all.OfType<IPropertyReferenceOperation>().Any(property => property.Property.Name == "grad" && types.Declares(property.Property));
    }
}
