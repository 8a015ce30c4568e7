using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelTests.Analyzers;

/// <summary>MT0001: check attributes on a class that no test framework asks for checks.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CheckWithoutFixtureAnalyzer : FixtureAnalyzer
{
    internal const string Id = "MT0001";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "Check attributes need a ModelFixture",
        "'{0}' has check attributes and does not derive from {1}, so none of them becomes a test",
        Category.Fixture,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0001.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, FixtureTypes types)
    {
        var calls = new CheckCalls(context.Compilation);
        context.RegisterSymbolAction(symbol => Analyze(symbol, types, calls), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, FixtureTypes types, CheckCalls calls)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind == TypeKind.Class && type.GetAttributes().Any(types.AsksForChecks) && IsOutside(type, types, calls))
            context.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0], type.Name, types.Fixture is null ? "ModelRecipes" : "ModelFixture"));
    }

    private static bool IsOutside(INamedTypeSymbol type, FixtureTypes types, CheckCalls calls)
    {
        if (type.DerivesFrom(types.Fixture))
            return false;
        // A base class between the recipes and the user's class may be somebody's own adapter; without an adapter, or beside it, the project may run the checks itself.
        return !type.DerivesFrom(types.Recipes) || (types.Fixture is not null && type.BaseType?.OriginalDefinition.IsSame(types.Recipes) == true && !calls.Any);
    }
}
