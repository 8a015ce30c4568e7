using ModelTests;

/// <summary>What the runtime calls before the entry point of a program that <see cref="TrainingProcess"/> started. The runtime asks for this name, outside of any namespace.</summary>
internal static class StartupHook
{
    public static void Initialize() => TrainingProcess.TrainIfAsked();
}
