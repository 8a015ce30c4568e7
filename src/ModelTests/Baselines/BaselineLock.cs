using System.Security.Cryptography;
using System.Text;

namespace ModelTests;

/// <summary>Lets one process at a time replace a baseline, so that none replaces what it has not read. Nothing of it lies beside the user's source.</summary>
internal static class BaselineLock
{
    /// <summary>Who holds it writes one small file.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    /// <exception cref="FixtureException">Another process does not let go of it.</exception>
    public static IDisposable Enter(string path)
    {
        // One name for the paths that a case-insensitive file system takes for one.
        var name = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(Path.GetFullPath(path).ToUpperInvariant())).AsSpan(0, 16));
        var mutex = Named(name);
        try
        {
            if (mutex is null || mutex.WaitOne(LongestWait))
                return new Held(mutex);
        }
        catch (AbandonedMutexException)
        {
            // Its owner was ended; files are replaced in one step, so nothing is half done.
            return new Held(mutex);
        }
        mutex.Dispose();
        throw new FixtureException($"another process has been writing {path} for {LongestWait.TotalSeconds} s", "end it and run the test again");
    }

    /// <summary>Null where the system gives none, such as with a read-only temporary folder: files are still replaced in one step.</summary>
    private static Mutex? Named(string name)
    {
        try
        {
            // Global: otherwise each terminal has a lock of its own.
            return new Mutex(initiallyOwned: false, $@"Global\ModelTests-{name}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private sealed class Held(Mutex? mutex) : IDisposable
    {
        public void Dispose()
        {
            mutex?.ReleaseMutex();
            mutex?.Dispose();
        }
    }
}
