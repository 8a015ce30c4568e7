using System.Diagnostics;

namespace ModelTests.Benchmarks;

/// <summary>A neighbour on the other core, as a build server has them.</summary>
internal static class BusyTask
{
    /// <summary>Keeps one core busy until it is ended, or the process that started it has ended.</summary>
    public static void Spin(int parent)
    {
        using var starter = Process.GetProcessById(parent);
        while (!starter.HasExited)
            Thread.SpinWait(10_000_000);
    }
}
