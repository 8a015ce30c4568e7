using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelTests.Analyzers;

/// <summary>MT0002: a fixture with checks that the test framework does not find, because it is not public or is abstract.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UndiscoveredFixtureAnalyzer : FixtureAnalyzer
{
    internal const string Id = "MT0002";

    private static readonly DiagnosticDescriptor Rule = new(
        Id,
        "A fixture must be public and not abstract to be found",
        "'{0}' is {1}, so the test framework does not find it and none of its checks runs",
        Category.Fixture,
        DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: "docs/analyzers/MT0002.md");

    private protected override DiagnosticDescriptor Descriptor => Rule;

    private protected override void Start(CompilationStartAnalysisContext context, FixtureTypes types)
    {
        var bases = new Lazy<HashSet<ISymbol>>(() => BasesIn(context.Compilation));
        context.RegisterSymbolAction(symbol => Analyze(symbol, types, bases), SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context, FixtureTypes types, Lazy<HashSet<ISymbol>> bases)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.TypeKind != TypeKind.Class || type.IsGenericType || !type.DerivesFrom(types.Fixture) || !types.HasChecks(type))
            return;
        var obstacle = type.IsAbstract
            ? IsLeftAbstract(type, context.Compilation, bases) ? "abstract and nothing derives from it" : null
            : type.SelfAndContaining().All(outer => outer.DeclaredAccessibility == Accessibility.Public) ? null : "not public";
        if (obstacle is not null)
            context.ReportDiagnostic(Diagnostic.Create(Rule, type.Locations[0], type.Name, obstacle));
    }

    /// <summary>In a library somebody else may derive from it; a test project is an application, from which nobody does.</summary>
    private static bool IsLeftAbstract(INamedTypeSymbol type, Compilation compilation, Lazy<HashSet<ISymbol>> bases) =>
        compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary && !bases.Value.Contains(type);

    private static HashSet<ISymbol> BasesIn(Compilation compilation) =>
        new(compilation.Assembly.GlobalNamespace.AllTypes().Select(type => type.BaseType?.OriginalDefinition).OfType<ISymbol>(), SymbolEqualityComparer.Default);
}
