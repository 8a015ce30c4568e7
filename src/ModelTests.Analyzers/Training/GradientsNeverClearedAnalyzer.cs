using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0014: backward() and step() in a loop, or in a fixture's training step, in which nobody clears the gradients.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class GradientsNeverClearedAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0014";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "The gradients are never cleared",
        "backward() adds to the gradients of every step before, and nothing clears them; call zero_grad() before it",
        Category.Training,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0014.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types)
    {
        var trainStep = context.Compilation.GetTypeByMetadataName("ModelTests.ModelRecipes`1")?.GetMembers("TrainStep").FirstOrDefault();
        context.RegisterOperationAction(operation => Analyze(operation, types, trainStep), OperationKind.Invocation);
    }

    private static void Analyze(OperationAnalysisContext context, TorchSharpTypes types, ISymbol? trainStep)
    {
        var backward = context.Operation;
        if (!backward.IsBackward(types))
            return;
        var all = backward.Root().DescendantsAndSelf().ToList();
        // Several in one method are one finding.
        if (all.First(operation => operation.IsBackward(types)) != backward)
            return;
        var isStepRecipe = trainStep is not null && context.ContainingSymbol is IMethodSymbol method && Overrides(method, trainStep);
        var repeated = all.Where(operation => operation.IsStep(types)).OfType<IInvocationOperation>()
            .Any(step => isStepRecipe || IsRepeated(backward, step));
        if (repeated && !Clears(context.ContainingSymbol, context.CancellationToken)
            && !all.MayRun("zero_grad", types, context.CancellationToken) && !all.MayRun("grad", types, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, backward.Syntax.GetLocation()));
        }
    }

    private static bool Overrides(IMethodSymbol method, ISymbol overridden)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            if (current.OriginalDefinition.IsSame(overridden))
                return true;
        }
        return false;
    }

    /// <summary>Whether a loop runs both again and again with the same optimizer.</summary>
    private static bool IsRepeated(IOperation backward, IInvocationOperation step)
    {
        // Code that runs later, in a lambda, may be run between calls that clear.
        if (backward.Function() != step.Function() || step.Instance.Variable() is not { } optimizer)
            return false;
        return backward.Ancestors().OfType<ILoopOperation>().Any(loop => loop.Syntax.Span.Contains(step.Syntax.Span) && loop.Function() == step.Function() && !Makes(loop, optimizer));
    }

    /// <summary>Whether each round has an optimizer of its own.</summary>
    private static bool Makes(ILoopOperation loop, ISymbol optimizer) => loop.Descendants().Any(operation => operation switch
    {
        IVariableDeclaratorOperation declarator => declarator.Symbol.IsSame(optimizer),
        ISimpleAssignmentOperation assignment => assignment.Target.Variable().IsSame(optimizer),
        _ => false,
    }) || loop.Locals.Any(local => local.IsSame(optimizer));

    /// <summary>Whether the method itself clears gradients, or handles them one by one.</summary>
    private static bool Clears(ISymbol method, CancellationToken cancellation) => method.DeclaringSyntaxReferences.Any(reference =>
        reference.GetSyntax(cancellation).DescendantNodes().OfType<SimpleNameSyntax>().Any(name => name.Identifier.ValueText is "zero_grad" or "grad"));
}
