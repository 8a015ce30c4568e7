using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class FixtureWithoutChecksTests
{
    private const string Recipes = """

            public override Module<Tensor, Tensor> CreateModel() => Linear(2, 2);
            public override ModelData CreateData() => throw new NotImplementedException();
        }
        """;

    private const string Fixture = "Tests : ModelFixture<Module<Tensor, Tensor>> {" + Recipes;

    [Fact]
    public Task A_fixture_without_checks_is_reported_and_gets_the_standard_checks() =>
        Verify<FixtureWithoutChecksAnalyzer>.Turns<FixtureWithoutChecksFix>(
            "public class [|Tests|] : ModelFixture<Module<Tensor, Tensor>> {" + Recipes,
            "[StandardChecks]\npublic class " + Fixture);

    [Fact]
    public Task An_exemption_is_no_check() =>
        Verify<FixtureWithoutChecksAnalyzer>.Reports("[Exempt(\"WeightsUpdate\", \"it is frozen\")] public class [|Tests|] : ModelFixture<Module<Tensor, Tensor>> {" + Recipes);

    [Fact]
    public Task A_base_class_without_checks_does_not_help() =>
        Verify<FixtureWithoutChecksAnalyzer>.Reports("public abstract class Shared : ModelFixture<Module<Tensor, Tensor>> { } public class [|Tests|] : Shared {" + Recipes);

    [Fact]
    public Task A_single_check_is_enough() => Verify<FixtureWithoutChecksAnalyzer>.IsSilent("[WeightsUpdate] public class " + Fixture);

    [Fact]
    public Task Inherited_checks_are_enough() =>
        Verify<FixtureWithoutChecksAnalyzer>.IsSilent("[WeightsUpdate] public abstract class Shared : ModelFixture<Module<Tensor, Tensor>> { } public class Tests : Shared {" + Recipes);

    [Fact]
    public Task An_abstract_base_needs_none() => Verify<FixtureWithoutChecksAnalyzer>.IsSilent("public abstract class " + Fixture);

    [Fact]
    public Task Recipes_of_another_kind_need_none() =>
        Verify<FixtureWithoutChecksAnalyzer>.IsSilent("public class Tests : ModelRecipes<Module<Tensor, Tensor>> {" + Recipes);
}
