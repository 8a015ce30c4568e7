using System.Text;

namespace ModelTests;

/// <summary>
/// The two files of one baseline: Class.Check.verified.json, which is committed, and Class.Check.received.json, which is not
/// (the conventions of Verify and ApprovalTests).
/// </summary>
internal sealed class BaselineFile
{
    // Without a byte order mark: diffs and other tools do not expect one.
    private static readonly UTF8Encoding Encoding = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="folder">The folder of the user's source.</param>
    /// <param name="stem">"Class.Check".</param>
    public BaselineFile(string folder, string stem)
    {
        Verified = Path.Combine(folder, $"{stem}.verified.json");
        Received = Path.Combine(folder, $"{stem}.received.json");
    }

    public string Verified { get; }

    public string Received { get; }

    /// <summary>The verified baseline; null when there is none yet.</summary>
    /// <exception cref="FixtureException">There is a file, and it cannot be read.</exception>
    public Baseline? Read()
    {
        try
        {
            return File.Exists(Verified) ? BaselineText.Read(File.ReadAllText(Verified, Encoding)) : null;
        }
        catch (Exception exception) when (exception is FormatException or IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new FixtureException($"the baseline {Verified} cannot be used: {exception.Message}",
                "restore the file from version control, or delete it to record a new one; it was left as it is");
        }
    }

    public void WriteReceived(Baseline baseline) => Write(Received, baseline);

    public void WriteVerified(Baseline baseline)
    {
        Write(Verified, baseline);
        DeleteReceived();
    }

    public void DeleteReceived()
    {
        try
        {
            File.Delete(Received);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What is left of an earlier failure misleads nobody as long as the test passes.
        }
    }

    /// <summary>The whole text goes into a file of its own, which then takes the name: a reader sees the old file or the new one, never half of one.</summary>
    private static void Write(string path, Baseline baseline)
    {
        var draft = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(draft, baseline.ToString(), Encoding);
            File.Move(draft, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new FixtureException($"{path} cannot be written: {exception.Message}", "make its folder writable, or run the tests where the sources are");
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
