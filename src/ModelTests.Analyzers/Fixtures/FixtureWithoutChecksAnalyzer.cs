using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelTests.Analyzers;

/// <summary>MT0003: a fixture that asks for no check.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FixtureWithoutChecksAnalyzer : FixtureAnalyzer
{
    internal const string Id = "MT0003";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A fixture needs checks",
        "'{0}' asks for no check, so nothing would be tested; put [StandardChecks] or single checks on it",
        Category.Fixture,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0003.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, FixtureTypes types)
    {
        var calls = new CheckCalls(context.Compilation);
        context.RegisterSymbolAction(symbol => Analyze(symbol, types, calls), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, FixtureTypes types, CheckCalls calls)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        // Abstract and generic classes are bases: whoever derives from them says which checks there are.
        if (type.TypeKind == TypeKind.Class && !type.IsAbstract && !type.IsGenericType && type.DerivesFrom(types.Recipes) && !types.HasChecks(type)
            && (type.DerivesFrom(types.Fixture) || calls.AskFor(type)))
        {
            context.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0], type.Name));
        }
    }
}
