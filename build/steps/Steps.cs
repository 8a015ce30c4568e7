/// <summary>Runs a command of this folder; a failed step becomes one sentence and exit code 1.</summary>
internal static class Steps
{
    public static int Run(Func<int> steps)
    {
        try
        {
            return steps();
        }
        catch (StepFailed failure)
        {
            Console.Error.WriteLine($"stopped: {failure.Message}");
            return 1;
        }
        finally
        {
            CompiledScript.Remove();
        }
    }
}
