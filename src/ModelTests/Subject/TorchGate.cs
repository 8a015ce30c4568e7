namespace ModelTests;

/// <summary>
/// Lets one check at a time into libtorch: its random generator and its settings belong to the whole process.
/// Test framework adapters enter it before a check and leave it afterwards.
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
