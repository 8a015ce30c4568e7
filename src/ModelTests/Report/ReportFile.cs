using System.Security.Cryptography;
using System.Text;

namespace ModelTests;

/// <summary>The file of one class's report. Each run replaces the files of its own classes and leaves all others.</summary>
/// <param name="folder">Made where it is missing.</param>
/// <param name="assembly">The test assembly's name.</param>
/// <param name="class">The fixture's full name.</param>
internal sealed class ReportFile(string folder, string assembly, string @class)
{
    public const string Ending = ".modeltests.json";

    /// <summary>File systems take 255 bytes, and a draft needs some of them.</summary>
    private const int LongestStem = 180;

    public string Path { get; } = System.IO.Path.Combine(folder, StemOf(assembly, @class) + Ending);

    /// <exception cref="FixtureException">It cannot be written.</exception>
    public void Write(ClassReport report)
    {
        try
        {
            Directory.CreateDirectory(folder);
            WholeFile.DeleteOldDrafts(folder, "*.draft.tmp");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw WholeFile.CannotWrite(Path, exception);
        }
        WholeFile.Write(Path, $"{Path}.{Guid.NewGuid():N}.draft.tmp", ReportText.Write(report));
    }

    /// <summary>What an earlier run left. Where it cannot be deleted it stays, and shows its date.</summary>
    public void DeleteOlderThan(DateTime time)
    {
        try
        {
            if (File.Exists(Path) && File.GetLastWriteTimeUtc(Path) < time)
                File.Delete(Path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>Namespaces usually begin with the assembly's name. What a file name cannot hold, or all of a generic type's arguments, becomes a short hash.</summary>
    private static string StemOf(string assembly, string @class)
    {
        var name = @class.StartsWith(assembly, StringComparison.Ordinal) ? @class : $"{assembly}.{@class}";
        var plain = string.Concat(name.Split('[')[0].Select(letter => letter == '+' ? '.' : char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-' ? letter : '_'));
        if (plain.Length > LongestStem)
            plain = plain[..LongestStem];
        return plain == name.Replace('+', '.') ? plain : $"{plain}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)).AsSpan(0, 4))}";
    }
}
