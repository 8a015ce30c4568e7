/// <summary>Runs a command of this folder; a failed step becomes one sentence and exit code 1.</summary>
internal static class Steps
{
    public static int Run(Action steps)
    {
        try
        {
            steps();
            return 0;
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
