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
    public Task Recipes_under_an_adapter_of_ones_own_are_reported_and_get_the_standard_checks()
    {
        const string Own = "public abstract class OwnFixture<T> : ModelRecipes<T> where T : class { public void Holds(string check) => Check.Run(this, check).ThrowIfFailed(); }\n";
        return Verify<FixtureWithoutChecksAnalyzer>.Turns<FixtureWithoutChecksFix>(
            Own + "public class [|Tests|] : OwnFixture<Module<Tensor, Tensor>> {" + Recipes,
            Own + "\n[StandardChecks]\npublic class Tests : OwnFixture<Module<Tensor, Tensor>> {" + Recipes);
    }

    [Theory]
    [InlineData("Check.RunAll(new Tests())")]
    [InlineData("Check.NamesOf(typeof(Tests))")]
    [InlineData("ModelTests.Check.Run(new Tests(), \"WeightsUpdate\")")]
    public Task Recipes_whose_checks_are_asked_for_are_reported(string call) =>
        Verify<FixtureWithoutChecksAnalyzer>.Reports("public class [|Tests|] : ModelRecipes<Module<Tensor, Tensor>> {" + Recipes + " public static class Runs { public static object All() => " + call + "; }");

    [Theory]
    [InlineData("Check.Run(new Tests(), new WeightsUpdateAttribute())")]
    [InlineData("Check.RunAll(new OtherTests())")]
    public Task Recipes_that_are_run_with_other_attributes_need_none(string call) =>
        Verify<FixtureWithoutChecksAnalyzer>.IsSilent("public class Tests : ModelRecipes<Module<Tensor, Tensor>> {" + Recipes
            + " [WeightsUpdate] public class OtherTests : Tests { public object All() => " + call + "; }");

    [Fact]
    public Task Recipes_that_nobody_runs_need_none() =>
        Verify<FixtureWithoutChecksAnalyzer>.IsSilent("public class Tests : ModelRecipes<Module<Tensor, Tensor>> {" + Recipes);
}
