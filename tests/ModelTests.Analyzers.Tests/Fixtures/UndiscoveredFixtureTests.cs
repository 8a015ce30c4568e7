using Microsoft.CodeAnalysis;
using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class UndiscoveredFixtureTests
{
    private const string Recipes = """

            public override Module<Tensor, Tensor> CreateModel() => Linear(2, 2);
            public override ModelData CreateData() => throw new NotImplementedException();
        }
        """;

    private const string Fixture = ": ModelFixture<Module<Tensor, Tensor>> {" + Recipes;

    [Fact]
    public Task An_internal_fixture_is_reported_and_made_public() =>
        Verify<UndiscoveredFixtureAnalyzer>.Turns<UndiscoveredFixtureFix>(
            "[StandardChecks]\ninternal class [|Tests|] " + Fixture,
            "[StandardChecks]\npublic class Tests " + Fixture);

    [Fact]
    public Task A_fixture_without_a_modifier_is_reported_and_made_public() =>
        Verify<UndiscoveredFixtureAnalyzer>.Turns<UndiscoveredFixtureFix>(
            "[WeightsUpdate]\nclass [|Tests|] " + Fixture,
            "[WeightsUpdate]\npublic class Tests " + Fixture);

    [Fact]
    public Task A_fixture_inside_an_internal_class_is_reported_and_both_are_made_public() =>
        Verify<UndiscoveredFixtureAnalyzer>.Turns<UndiscoveredFixtureFix>(
            "internal static class Outer { [StandardChecks] public class [|Tests|] " + Fixture + "}",
            "public static class Outer { [StandardChecks] public class Tests " + Fixture + "}");

    [Fact]
    public Task An_internal_fixture_that_inherits_its_checks_is_reported() =>
        Verify<UndiscoveredFixtureAnalyzer>.Reports("[StandardChecks] public abstract class Shared : ModelFixture<Module<Tensor, Tensor>> { } internal class [|Tests|] : Shared {" + Recipes);

    [Fact]
    public Task An_abstract_fixture_of_a_test_project_from_which_nothing_derives_is_reported_and_made_concrete() =>
        Verify<UndiscoveredFixtureAnalyzer>.Turns<UndiscoveredFixtureFix>(
            "[StandardChecks] public abstract class [|Tests|] " + Fixture,
            "[StandardChecks] public class Tests " + Fixture,
            OutputKind.ConsoleApplication);

    [Fact]
    public Task An_abstract_fixture_of_a_library_is_not_reported() =>
        Verify<UndiscoveredFixtureAnalyzer>.IsSilent("[StandardChecks] public abstract class Shared " + Fixture);

    [Fact]
    public Task An_abstract_fixture_from_which_one_derives_is_not_reported() =>
        Verify<UndiscoveredFixtureAnalyzer>.IsSilent("[StandardChecks] public abstract class Shared : ModelFixture<Module<Tensor, Tensor>> { } public class Tests : Shared {" + Recipes, OutputKind.ConsoleApplication);

    [Fact]
    public Task A_public_fixture_inside_a_public_class_is_not_reported() =>
        Verify<UndiscoveredFixtureAnalyzer>.IsSilent("public static class Outer { [StandardChecks] public class Tests " + Fixture + "}");

    [Fact]
    public Task Internal_recipes_of_a_project_that_runs_its_checks_itself_are_not_reported() =>
        Verify<UndiscoveredFixtureAnalyzer>.IsSilent("[StandardChecks] internal class Tests : ModelRecipes<Module<Tensor, Tensor>> {" + Recipes);

    [Fact]
    public Task A_generic_fixture_is_not_reported() =>
        Verify<UndiscoveredFixtureAnalyzer>.IsSilent("[StandardChecks] internal abstract class Shared<T> : ModelFixture<T> where T : class { } [StandardChecks] public class Tests " + Fixture, OutputKind.ConsoleApplication);
}
