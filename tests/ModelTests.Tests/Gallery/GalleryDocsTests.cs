using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Xunit;

namespace ModelTests.Tests.Gallery;

/// <summary>
/// docs/gallery.md shows what each generator draws now. <c>dotnet run build/docs.cs</c> runs these tests with MODELTESTS_DOCS=update,
/// which draws it anew.
/// </summary>
public partial class GalleryDocsTests : OneThread
{
    private const string Page = "docs/gallery.md";

    /// <summary>Keeps the repository small.</summary>
    private const int LargestFile = 15 * 1024;

    /// <summary>In px: the last bits of libtorch's results differ between processors, and move what is rounded to 0.1 by one step.</summary>
    private const double Tolerance = 0.2;

    public static TheoryData<string> Generators => [.. Pictures.All.Select(picture => picture.Generator)];

    [Fact]
    public void Every_generator_has_a_picture()
    {
        var generators = typeof(Synthetic).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => typeof(SyntheticData).IsAssignableFrom(method.ReturnType)).Select(method => method.Name).Distinct();
        Assert.Equal(generators.Order(), Pictures.All.Select(picture => picture.Generator).Order());
    }

    [Theory]
    [MemberData(nameof(Generators))]
    public void A_picture_is_as_its_generator_draws_it_now(string generator)
    {
        var picture = Pictures.All.Single(picture => picture.Generator == generator);
        var (path, drawn) = ($"docs/{picture.File}", picture.Svg);
        Assert.InRange(drawn.Length, 1, LargestFile);
        if (Updating && !(RepositoryFiles.Exists(path) && Difference(RepositoryFiles.Read(path), drawn) is null))
            File.WriteAllText(Path.Combine(RepositoryFiles.Root, path), drawn);
        Assert.True(RepositoryFiles.Exists(path), $"{path} is missing; dotnet run build/docs.cs draws it");
        Assert.Null(Difference(RepositoryFiles.Read(path), drawn));
    }

    [Fact]
    public void The_page_shows_every_picture_and_no_other_file_lies_beside_them()
    {
        var wanted = "# Gallery\n\nWhat the generators of [synthetic data](synthetic-data.md) draw, and what each asks of a model. Written by `dotnet run build/docs.cs`.\n"
            + string.Concat(Pictures.All.Select(picture => $"\n## {picture.Generator}\n\n{picture.Asks}\n\n![{picture.Shows}]({picture.File})\n"));
        if (Updating)
            File.WriteAllText(Path.Combine(RepositoryFiles.Root, Page), wanted);
        Assert.Equal(wanted, RepositoryFiles.Read(Page));

        var files = Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, "docs/gallery")).Select(file => $"gallery/{Path.GetFileName(file)}");
        Assert.Empty(files.Except(Pictures.All.Select(picture => picture.File)));
    }

    [Theory]
    [InlineData("M1.2 3", "M1.4 3", true)]
    [InlineData("M1.2 3", "M1.5 3", false)]
    [InlineData("M1.2 3", "L1.2 3", false)]
    [InlineData("M1.2 3", "M1.2 3 4", false)]
    [InlineData("M-1 3", "M1 3", false)]
    [InlineData("#0072B2", "#0073B2", false)]
    [InlineData("#1E2", "#1E3", false)]
    public void Numbers_may_differ_a_little_and_nothing_else(string left, string right, bool same) =>
        Assert.Equal(same, Difference(left, right) is null);

    private static bool Updating => Environment.GetEnvironmentVariable("MODELTESTS_DOCS") == "update";

    /// <summary>The first part of the file that differs from what is drawn; null when there is none.</summary>
    private static string? Difference(string file, string drawn)
    {
        var (left, right) = (Parts().Matches(file), Parts().Matches(drawn));
        foreach (var (inFile, now) in left.Zip(right))
        {
            var same = inFile.Value == now.Value
                || (TryNumber(inFile.Value, out var before) && TryNumber(now.Value, out var after) && Math.Abs(before - after) <= Tolerance + 1e-9);
            if (!same)
                return $"{inFile.Value} at {inFile.Index} is now {now.Value}";
        }
        return left.Count == right.Count ? null : $"{left.Count} parts are now {right.Count}";
    }

    private static bool TryNumber(string part, out double value) => double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    /// <summary>A colour, a number, or what lies between.</summary>
    [GeneratedRegex(@"#[0-9A-Fa-f]{3,6}|-?\d*\.?\d+|[^\d#.-]+|.", RegexOptions.Singleline)]
    private static partial Regex Parts();
}
