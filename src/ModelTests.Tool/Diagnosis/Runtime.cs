namespace ModelTests.Tool;

/// <summary>Whether the C++ runtime is new enough for TorchSharp's native library.</summary>
internal static class Runtime
{
    private const string Subject = "C++ runtime";

    public static Diagnosis Examine()
    {
        if (!OperatingSystem.IsLinux())
            return new(State.Ok, Subject, "comes with libtorch on this system");
        return CppRuntime.Find() is { } library
            ? Examine(library)
            : new(State.Wrong, Subject, "there is no libstdc++.so.6", "install the package libstdc++6 (Debian, Ubuntu) or libstdc++ (Fedora)");
    }

    internal static Diagnosis Examine(string library) => CppRuntime.ProblemOf(library) is { } problem
        ? new(State.Wrong, Subject, problem.Message, problem.Change)
        : new(State.Ok, Subject, $"{library} has {CppRuntime.NeededVersion}");
}
