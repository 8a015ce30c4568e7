namespace ModelTests.Tool;

/// <summary>What the exit codes of all commands mean; docs/tool.md lists them.</summary>
internal static class ExitCode
{
    /// <summary>Nothing is left to do.</summary>
    public const int Done = 0;

    /// <summary>Something was left as it is, or something is wrong; the output names it.</summary>
    public const int Left = 1;

    /// <summary>The command line cannot be carried out; nothing was changed.</summary>
    public const int Misused = 2;
}
