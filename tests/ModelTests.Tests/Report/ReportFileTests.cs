using Xunit;

namespace ModelTests.Tests;

public sealed class ReportFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_run_replaces_the_file_of_its_class_and_no_other()
    {
        File("Digits.Tests.DigitTests").Write(ReportTextTests.Example());
        File("Digits.Tests.LetterTests").Write(ReportTextTests.Example());
        File("Digits.Tests.DigitTests").Write(ReportTextTests.Example(0.25));
        Assert.Equal(["Digits.Tests.DigitTests.modeltests.json", "Digits.Tests.LetterTests.modeltests.json"], folder.Names.Order(StringComparer.Ordinal));
        Assert.Equal(0.25, ReportText.Read(System.IO.File.ReadAllText(File("Digits.Tests.DigitTests").Path)).Losses[0].Losses[1]);
    }

    [Fact]
    public void The_folder_is_made()
    {
        var file = new ReportFile(Path.Combine(folder.Path, "a", "b"), "Digits", "DigitTests");
        file.Write(ReportTextTests.Example());
        Assert.Equal("Digits.DigitTests.modeltests.json", Path.GetFileName(file.Path));
        Assert.True(System.IO.File.Exists(file.Path));
    }

    [Theory]
    [InlineData("Digits.Tests+Inner", "Digits.Tests.Inner.modeltests.json")]
    [InlineData("Digits.Base`1[[System.Int32]]", "Digits.Base_1-*.modeltests.json")]
    [InlineData("Digits.Größe", "Digits.Gr__e-*.modeltests.json")]
    public void A_name_is_one_that_every_file_system_takes(string @class, string pattern)
    {
        var file = new ReportFile(folder.Path, "Digits", @class);
        file.Write(ReportTextTests.Example());
        Assert.Equal([file.Path], Directory.GetFiles(folder.Path, pattern));
    }

    [Fact]
    public void Generic_classes_and_long_names_stay_apart()
    {
        var names = new[] { "A.B`1[[X]]", "A.B`1[[Y]]", $"A.{new string('c', 300)}", $"A.{new string('c', 301)}" }.Select(name => Path.GetFileName(new ReportFile(folder.Path, "A", name).Path)).ToList();
        Assert.Equal(4, names.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(names, name => Assert.True(name.Length < 220));
    }

    [Fact]
    public async Task Writers_at_the_same_time_leave_one_whole_file()
    {
        var reader = Task.Run(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                if (BaselineFile.TextAt(File("A").Path) is { } text)
                    _ = ReportText.Read(text);
            }
        });
        Parallel.For(0, 60, i => File("A").Write(ReportTextTests.Example(i)));
        await reader;
        Assert.Single(folder.Names);
        Assert.InRange(ReportText.Read(System.IO.File.ReadAllText(File("A").Path)).Losses[0].Losses[1], 0, 59);
    }

    [Fact]
    public void Only_what_an_earlier_run_left_is_deleted()
    {
        var file = File("A");
        file.Write(ReportTextTests.Example());
        file.DeleteOlderThan(DateTime.UtcNow.AddHours(-1));
        Assert.True(System.IO.File.Exists(file.Path));
        file.DeleteOlderThan(DateTime.UtcNow.AddHours(1));
        Assert.False(System.IO.File.Exists(file.Path));
    }

    private ReportFile File(string @class) => new(folder.Path, "Digits.Tests", @class);
}
