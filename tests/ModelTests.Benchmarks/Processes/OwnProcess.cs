using System.Diagnostics;

namespace ModelTests.Benchmarks;

/// <summary>This program, started once more for one task: what a process needs in memory, and a neighbour that keeps a core busy.</summary>
internal static class OwnProcess
{
    private const string Memory = "memory";
    private const string Busy = "busy";

    /// <summary>The first argument of a process that is started for a task.</summary>
    public const string Task = "--task";

    /// <summary>The largest resident memory, in MB, of a process that trains.</summary>
    public static double PeakMemory(ReferenceModel model, bool watched, int steps) =>
        double.Parse(TimedProcess.Run("dotnet", [Assembly, Task, Memory, model.Name, $"{watched}", $"{steps}"]).Output, System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A process that does nothing, as fast as it can, until it is disposed.</summary>
    public static IDisposable StartNeighbour() => new Neighbour(Process.Start(new ProcessStartInfo("dotnet", [Assembly, Task, Busy, $"{Environment.ProcessId}"]))
        ?? throw new StepFailed("no neighbour could be started"));

    /// <summary>Does the task that the arguments name.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        switch (arguments)
        {
            case [Memory, var model, var watched, var steps]:
                Console.WriteLine(MemoryTask.PeakAfter(ReferenceModel.Named(model), bool.Parse(watched), int.Parse(steps, System.Globalization.CultureInfo.InvariantCulture)));
                return 0;
            case [Busy, var parent]:
                BusyTask.Spin(int.Parse(parent, System.Globalization.CultureInfo.InvariantCulture));
                return 0;
            default:
                throw new StepFailed($"there is no task '{string.Join(' ', arguments)}'");
        }
    }

    private static string Assembly => typeof(OwnProcess).Assembly.Location;

    private sealed class Neighbour(Process process) : IDisposable
    {
        public void Dispose()
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }
    }
}
