using System.Text;

namespace ModelTests;

/// <summary>
/// The two files of one baseline: Class.Check.verified.json, which is committed, and Class.Check.received.json, which is not
/// (the conventions of Verify and ApprovalTests).
/// </summary>
internal sealed class BaselineFile
{
    public const string VerifiedEnding = ".verified.json";
    public const string ReceivedEnding = ".received.json";

    /// <summary>A draft lives for milliseconds; one that is so old was left by a process that was ended.</summary>
    private static readonly TimeSpan OldestDraft = TimeSpan.FromHours(1);

    // Without a byte order mark: diffs and other tools do not expect one.
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private static readonly DateTime ProcessStart = System.Diagnostics.Process.GetCurrentProcess().StartTime.ToUniversalTime();

    private readonly string folder;

    /// <param name="folder">The folder of the user's source.</param>
    /// <param name="stem">"Class.Check".</param>
    public BaselineFile(string folder, string stem)
    {
        this.folder = folder;
        Stem = stem;
        Verified = Path.Combine(folder, stem + VerifiedEnding);
        Received = Path.Combine(folder, stem + ReceivedEnding);
    }

    /// <summary>"Class.Check".</summary>
    public string Stem { get; }

    public string Verified { get; }

    public string Received { get; }

    /// <summary>The verified baseline; null when there is none yet.</summary>
    /// <exception cref="FixtureException">There is a file, and it cannot be read.</exception>
    public Baseline? Read()
    {
        try
        {
            return TextAt(Verified) is { } text ? BaselineText.Read(text) : null;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new FixtureException($"the baseline {Verified} cannot be used: {exception.Message}",
                "restore the file from version control, or delete it first to record a new one; it was left as it is");
        }
    }

    /// <summary>The text of a file, also while another process puts a new one in its place; null when there is none.</summary>
    public static string? TextAt(string path)
    {
        if (!File.Exists(path))
            return null;
        try
        {
            using var reader = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete), Encoding);
            return reader.ReadToEnd();
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <exception cref="FixtureException">It cannot be written.</exception>
    public void WriteReceived(Baseline baseline) => Write(Received, baseline);

    /// <summary>Replaces the verified baseline, unless another process has replaced it since it was read.</summary>
    /// <param name="baseline">What takes its place.</param>
    /// <param name="replaced">What was read; null when there was none.</param>
    /// <exception cref="FixtureException">It cannot be written, or it is no longer what was read.</exception>
    public void WriteVerified(Baseline baseline, Baseline? replaced = null)
    {
        using (BaselineLock.Enter(Verified))
        {
            var current = Read()?.ToString();
            if (current != replaced?.ToString() && current != baseline.ToString())
                throw new FixtureException($"{Verified} was changed by another process after this one had read it", "run the test again; the file was left as the other process wrote it");
            Write(Verified, baseline);
        }
        DeleteReceived();
    }

    /// <summary>Makes the received baseline the verified one, in one step.</summary>
    /// <param name="shown">The text that a person looked at.</param>
    /// <exception cref="FixtureException">The file is not what was looked at, or cannot be renamed.</exception>
    public void Accept(string shown)
    {
        using (BaselineLock.Enter(Verified))
        {
            _ = Read();
            if (TextAt(Received) != shown)
                throw new FixtureException($"{Received} was changed by a test run in the meantime", "look at it again; it was left as it is");
            Moved(Received, Verified);
        }
    }

    /// <summary>What an earlier run left; what was written since this process began belongs to another one, or to another framework's run of the same tests.</summary>
    public void DeleteReceived()
    {
        try
        {
            if (File.Exists(Received) && File.GetLastWriteTimeUtc(Received) < ProcessStart)
                File.Delete(Received);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is left of an earlier failure misleads nobody as long as the test passes.
        }
    }

    /// <summary>
    /// The whole text goes into a draft, which then takes the name: a reader sees the old file or the new one, never half of one.
    /// A draft is named like a received file, so that none is ever committed.
    /// </summary>
    private void Write(string path, Baseline baseline)
    {
        var draft = Path.Combine(folder, $"{Stem}.received.{Guid.NewGuid():N}.tmp");
        try
        {
            DeleteOldDrafts();
            using (var stream = new FileStream(draft, FileMode.CreateNew))
            {
                stream.Write(Encoding.GetBytes(baseline.ToString()));
                stream.Flush(flushToDisk: true);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
        try
        {
            Moved(draft, path);
        }
        finally
        {
            File.Delete(draft);
        }
    }

    private void DeleteOldDrafts()
    {
        foreach (var draft in Directory.EnumerateFiles(folder, $"{Stem}.received.*.tmp").Where(draft => DateTime.UtcNow - File.GetLastWriteTimeUtc(draft) > OldestDraft))
            File.Delete(draft);
    }

    /// <summary>Windows refuses to replace a file while somebody reads it, which takes no longer than a few tries.</summary>
    private static void Moved(string from, string to)
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

    private static FixtureException CannotWrite(string path, Exception exception) =>
        new($"{path} cannot be written: {exception.Message}", "make its folder writable, or run the tests where the sources are");
}
