using Microsoft.CodeAnalysis;

namespace ModelTests.Analyzers;

/// <summary>The types of ModelTests that a fixture is made of, as the user's compilation sees them.</summary>
internal sealed class FixtureTypes
{
    private readonly INamedTypeSymbol check;
    private readonly INamedTypeSymbol? standardChecks;

    private FixtureTypes(Compilation compilation, INamedTypeSymbol check)
    {
        this.check = check;
        standardChecks = compilation.GetTypeByMetadataName("ModelTests.StandardChecksAttribute");
        Recipes = compilation.GetTypeByMetadataName("ModelTests.ModelRecipes`1");
        Fixture = compilation.GetTypeByMetadataName("ModelTests.ModelFixture`1");
    }

    /// <summary>The recipes, which know no test framework.</summary>
    public INamedTypeSymbol? Recipes { get; }

    /// <summary>The base of test classes; null where no adapter of a test framework is referenced.</summary>
    public INamedTypeSymbol? Fixture { get; }

    /// <summary>Null where ModelTests is not referenced.</summary>
    public static FixtureTypes? Of(Compilation compilation) =>
        compilation.GetTypeByMetadataName("ModelTests.CheckAttribute") is { } check ? new FixtureTypes(compilation, check) : null;

    /// <summary>Whether the attribute asks for checks.</summary>
    public bool AsksForChecks(AttributeData attribute) =>
        attribute.AttributeClass is { } type && (type.DerivesFrom(check) || type.IsSame(standardChecks));

    /// <summary>Whether checks are asked for on the type or on one of its bases.</summary>
    public bool HasChecks(INamedTypeSymbol type) =>
        type.SelfAndBases().Any(ancestor => ancestor.GetAttributes().Any(AsksForChecks));
}
