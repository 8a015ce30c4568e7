using ModelTests.CodeFixes;

namespace ModelTests.Analyzers.Tests;

public class CheckWithoutFixtureTests
{
    private const string Recipes = """

            public override Module<Tensor, Tensor> CreateModel() => Linear(2, 2);
            public override ModelData CreateData() => throw new NotImplementedException();
        }
        """;

    [Fact]
    public Task A_plain_class_with_a_check_is_reported() =>
        Verify<CheckWithoutFixtureAnalyzer>.Reports("[WeightsUpdate] public class [|Tests|] { }");

    [Fact]
    public Task A_plain_class_with_the_standard_checks_is_reported() =>
        Verify<CheckWithoutFixtureAnalyzer>.Reports("[StandardChecks] public class [|Tests|] { }");

    [Fact]
    public Task A_class_that_forgot_its_base_and_kept_its_recipes_is_reported() =>
        Verify<CheckWithoutFixtureAnalyzer>.Reports("""
            [OverfitsSingleBatch, WeightsUpdate]
            public class [|Tests|]
            {
                public Module<Tensor, Tensor> CreateModel() => Linear(2, 2);
            }
            """);

    [Fact]
    public Task Recipes_alone_are_reported_and_become_a_fixture() =>
        Verify<CheckWithoutFixtureAnalyzer>.Turns<CheckWithoutFixtureFix>(
            "[StandardChecks] public class [|Tests|] : ModelRecipes<Module<Tensor, Tensor>> {" + Recipes,
            "[StandardChecks] public class Tests : ModelFixture<Module<Tensor, Tensor>> {" + Recipes);

    [Fact]
    public Task A_fixture_is_not_reported() =>
        Verify<CheckWithoutFixtureAnalyzer>.IsSilent("[StandardChecks] public class Tests : ModelFixture<Module<Tensor, Tensor>> {" + Recipes);

    [Fact]
    public Task A_fixture_by_way_of_a_base_class_is_not_reported() =>
        Verify<CheckWithoutFixtureAnalyzer>.IsSilent("public abstract class Shared<T> : ModelFixture<T> where T : class { } [StandardChecks] public class Tests : Shared<Module<Tensor, Tensor>> {" + Recipes);

    [Fact]
    public Task The_base_class_of_somebodys_own_adapter_is_not_reported() =>
        Verify<CheckWithoutFixtureAnalyzer>.IsSilent("public abstract class OwnFixture<T> : ModelRecipes<T> where T : class { } [StandardChecks] public class Tests : OwnFixture<Module<Tensor, Tensor>> {" + Recipes);

    [Fact]
    public Task Recipes_of_a_project_that_runs_its_checks_itself_are_not_reported() =>
        Verify<CheckWithoutFixtureAnalyzer>.IsSilent("[StandardChecks] public class Tests : ModelRecipes<Module<Tensor, Tensor>> {" + Recipes
            + " public static class Runs { public static object All() => ModelTests.Check.RunAll(new Tests()); }");

    [Fact]
    public Task Other_attributes_are_not_reported() =>
        Verify<CheckWithoutFixtureAnalyzer>.IsSilent("[Obsolete] public class Tests { }");
}
