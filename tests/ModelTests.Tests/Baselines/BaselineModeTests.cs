using Xunit;

namespace ModelTests.Tests;

public class BaselineModeTests
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("check", false)]
    [InlineData("Update ", true)]
    public void Baselines_are_checked_unless_an_update_is_asked_for(string? value, bool updates) =>
        Assert.Equal(new BaselineMode(updates, null), BaselineMode.From(Variables(("MODELTESTS_BASELINES", value))));

    [Theory]
    [InlineData("CI", "true")]
    [InlineData("GITHUB_ACTIONS", "true")]
    [InlineData("TF_BUILD", "True")]
    [InlineData("JENKINS_URL", "http://builds")]
    public void A_build_server_never_updates_and_says_so(string name, string value)
    {
        var mode = BaselineMode.From(Variables((name, value), ("MODELTESTS_BASELINES", "update")));
        Assert.False(mode.Updates);
        Assert.Equal($"MODELTESTS_BASELINES=update is ignored on a build server ({name} is set)", mode.Ignored);
    }

    [Fact]
    public void A_person_who_switched_the_variable_off_is_no_build_server() =>
        Assert.True(BaselineMode.From(Variables(("CI", "false"), ("MODELTESTS_BASELINES", "update"))).Updates);

    [Fact]
    public void Another_value_is_named_with_what_it_may_be() =>
        Assert.Equal("MODELTESTS_BASELINES is \"overwrite\", and it takes check or update",
            Assert.Throws<FixtureException>(() => BaselineMode.From(Variables(("MODELTESTS_BASELINES", "overwrite")))).Message);

    private static Func<string, string?> Variables(params (string Name, string? Value)[] set) => name => set.FirstOrDefault(pair => pair.Name == name).Value;
}
