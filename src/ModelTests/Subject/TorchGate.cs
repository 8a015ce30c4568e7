namespace ModelTests;

/// <summary>
/// Lets one check at a time into libtorch: its random generator and its settings belong to the whole process.
/// Test framework adapters enter it before a check and leave it afterwards; <see cref="Check"/> does it itself.
/// </summary>
internal static class TorchGate
{
    private static readonly SemaphoreSlim Semaphore = new(1, 1);

    /// <summary>Waits without occupying a thread.</summary>
    public static async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await Semaphore.WaitAsync(cancellation);
        return new Leave();
    }

    /// <summary>For callers that have no way to wait without a thread.</summary>
    /// <exception cref="InvalidOperationException">The caller is inside of a check, which would wait for itself.</exception>
    public static IDisposable Enter(CancellationToken cancellation)
    {
        if (TorchThread.IsCurrent)
            throw new InvalidOperationException("a recipe that a check called asks for another check, and one at a time runs: ask for it outside of CreateModel, CreateData and the other recipes.");
        return EnterAsync(cancellation).GetAwaiter().GetResult();
    }

    private sealed class Leave : IDisposable
    {
        private bool left;

        public void Dispose()
        {
            if (!left)
                Semaphore.Release();
            left = true;
        }
    }
}
