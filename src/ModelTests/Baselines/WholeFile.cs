using System.Text;

namespace ModelTests;

/// <summary>Writes files that a reader sees as the old one or the new one, never as half of one.</summary>
internal static class WholeFile
{
    /// <summary>A draft lives for milliseconds; one that is so old was left by a process that was ended.</summary>
    private static readonly TimeSpan OldestDraft = TimeSpan.FromHours(1);

    // Without a byte order mark: diffs and other tools do not expect one.
    public static UTF8Encoding Encoding { get; } = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The whole text goes into a draft in the same folder, which then takes the name.</summary>
    /// <exception cref="FixtureException">It cannot be written.</exception>
    public static void Write(string path, string draft, string text)
    {
        try
        {
            using var stream = new FileStream(draft, FileMode.CreateNew);
            stream.Write(Encoding.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
        try
        {
            Move(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Windows refuses to replace a file while somebody reads it, which takes no longer than a few tries.</summary>
    /// <exception cref="FixtureException">It cannot be moved.</exception>
    public static void Move(string from, string to)
    {
        const int Tries = 10;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                File.Move(from, to, overwrite: true);
                return;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                if (attempt == Tries || !OperatingSystem.IsWindows())
                    throw CannotWrite(to, exception);
                Thread.Sleep(20 * attempt);
            }
        }
    }

    public static void DeleteOldDrafts(string folder, string pattern)
    {
        foreach (var draft in Directory.EnumerateFiles(folder, pattern).Where(draft => DateTime.UtcNow - File.GetLastWriteTimeUtc(draft) > OldestDraft))
            File.Delete(draft);
    }

    public static FixtureException CannotWrite(string path, Exception exception) =>
        new($"{path} cannot be written: {exception.Message}", "make its folder writable, or run the tests where the sources are");
}
