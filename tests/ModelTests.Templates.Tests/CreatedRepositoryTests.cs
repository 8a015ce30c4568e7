using Xunit;

namespace ModelTests.Templates.Tests;

[Collection(CreatedRepositoryCollection.Name)]
public class CreatedRepositoryTests(CreatedRepository created)
{
    private const long LargestOutput = 10_000_000;

    [Fact]
    public void The_created_files_are_those_of_the_committed_list() =>
        Assert.Equal(File.ReadAllLines(Path.Combine(Repository.Root, "tests", "ModelTests.Templates.Tests", "CreatedFiles.txt")), created.Files);

    [Fact]
    public void All_checks_of_the_created_model_hold()
    {
        Assert.True(created.Healthy.Passed, string.Join('\n', created.Healthy.Output));
        Assert.Equal(["NoNonFinite", "OverfitsSingleBatch", "WeightsUpdate"], created.Healthy.Checks.Select(check => check.Name));
        Assert.All(created.Healthy.Checks, check => Assert.Equal("holds", check.Outcome));
    }

    [Fact]
    public void A_fault_planted_in_the_created_model_is_named_by_a_failure()
    {
        Assert.False(created.Broken.Passed);
        Assert.True(PlantedFault.IsNamedBy(created.Broken), string.Join('\n', created.Broken.Output));
    }

    [Fact]
    public void Restoring_and_building_the_created_repository_prints_no_warning() =>
        Assert.DoesNotContain(created.Healthy.Output, line => line.Contains("warning", StringComparison.OrdinalIgnoreCase));

    [Fact]
    public void The_test_projects_output_holds_links_to_the_native_libraries_instead_of_copies()
    {
        var output = new DirectoryInfo(Path.Combine(created.Folder, "tests", "DigitNet.Tests", "bin"));
        // On Unix symbolic links are reparse points; on Windows the links are hard ones and cannot be told from files.
        var files = output.EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint });
        Assert.InRange(files.Sum(file => file.Length), 1, OperatingSystem.IsWindows() ? long.MaxValue : LargestOutput);
    }

    [Fact]
    public void The_created_repository_leaves_no_placeholder_behind()
    {
        Assert.All(created.Files, file =>
        {
            var text = File.ReadAllText(Path.Combine(created.Folder, file));
            Assert.DoesNotContain("ModelRepo", text, StringComparison.Ordinal);
            Assert.DoesNotContain("MODELTESTS_VERSION", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_name_with_dash_and_dot_stays_the_name_of_the_projects_and_becomes_a_valid_namespace()
    {
        var repository = created.Trial.Create("Digit-Net.2");
        Assert.Contains("src/Digit-Net.2/Digit-Net.2.csproj", CreatedRepository.FilesOf(repository));
        Assert.Contains("Digit-Net.2.csproj", File.ReadAllText(Path.Combine(repository, "Digit-Net.2.sln")), StringComparison.Ordinal);
        Assert.Contains("namespace Digit_Net._2;", File.ReadAllText(Path.Combine(repository, "src", "Digit-Net.2", "ImageClassifier.cs")), StringComparison.Ordinal);
    }
}
