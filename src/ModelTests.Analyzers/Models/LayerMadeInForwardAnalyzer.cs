using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace ModelTests.Analyzers;

/// <summary>MT0016: a layer with random weights that forward makes anew and uses once.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LayerMadeInForwardAnalyzer : TorchSharpAnalyzer
{
    internal const string Id = "MT0016";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A layer with weights is made in forward()",
        "This {0} is made anew, with new random weights, each time forward() runs, and is never trained; make it once and keep it in a field",
        Category.Model,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0016.md");

    // Those whose weights are drawn at random. A normalisation starts from ones and zeros and is the same each time.
    private static readonly HashSet<string> Drawn = new(StringComparer.Ordinal)
    {
        "Linear", "Bilinear", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d", "ConvTranspose2d", "ConvTranspose3d", "Embedding", "EmbeddingBag",
        "RNN", "LSTM", "GRU", "RNNCell", "LSTMCell", "GRUCell", "MultiheadAttention", "Transformer", "TransformerEncoder", "TransformerEncoderLayer", "TransformerDecoder", "TransformerDecoderLayer",
    };

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, TorchSharpTypes types) =>
        context.RegisterOperationAction(operation => Analyze(operation, types), OperationKind.Invocation, OperationKind.ObjectCreation);

    private static void Analyze(OperationAnalysisContext context, TorchSharpTypes types)
    {
        var layer = context.Operation;
        if (context.ContainingSymbol is IMethodSymbol { Name: "forward", IsOverride: true } && types.IsModule(context.ContainingSymbol.ContainingType)
            && types.Makes(layer) && types.Declares(layer.Type) && Drawn.Contains(layer.Type!.Name) && IsOnlyRun(layer))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, layer.Syntax.GetLocation(), layer.Type.Name));
        }
    }

    /// <summary>Whether nothing but call() and forward() happens to it: it is not kept, and nobody gives it weights.</summary>
    private static bool IsOnlyRun(IOperation layer)
    {
        if (layer.User() is not IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator })
            return IsRun(layer);
        var references = layer.Root().Descendants().OfType<ILocalReferenceOperation>().Where(reference => reference.Local.IsSame(declarator.Symbol)).ToList();
        return references.Count > 0 && references.All(IsRun);
    }

    private static bool IsRun(IOperation layer) =>
        layer.User() is IInvocationOperation { TargetMethod.Name: "call" or "forward", Instance: { } instance } && instance.Unwrapped() == layer;
}
