using Xunit;

namespace ModelTests.Tests;

public sealed class BaselineFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string output;

    public BaselineFolderTests()
    {
        output = Directory.CreateDirectory(folder.In("tests/Digits/bin/Debug")).FullName;
        File.WriteAllText(folder.In("tests/Digits/DigitTests.cs"), "");
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_source_that_is_where_it_was_built_is_found_there() => Assert.Equal(folder.Path, BaselineFolder.Of(folder.SourceFile, output));

    [Theory]
    [InlineData("/_/tests/Digits/DigitTests.cs")]
    [InlineData("/_1/tests/Digits/DigitTests.cs")]
    [InlineData("/home/runner/work/repo/tests/Digits/DigitTests.cs")]
    [InlineData(@"D:\a\repo\tests\Digits\DigitTests.cs")]
    public void A_source_that_was_built_elsewhere_is_found_above_the_test_assembly_by_the_longest_end_of_its_path(string built) =>
        Assert.Equal(folder.In("tests/Digits"), BaselineFolder.Of(built, output));

    [Theory]
    [InlineData("/_/tests/Digits/Gone.cs")]
    [InlineData("")]
    public void A_source_that_is_not_there_is_named_with_what_to_do(string built)
    {
        var problem = Assert.Throws<FixtureException>(() => BaselineFolder.Of(built, output));
        Assert.Contains($"it was looked for in and above {output}", problem.Message, StringComparison.Ordinal);
        Assert.Contains("MODELTESTS_SOURCES", problem.Change, StringComparison.Ordinal);
    }
}
