using System.Diagnostics;
using System.Reflection;

namespace ModelTests;

/// <summary>The lines of the user's own code in an exception, innermost first: "DigitNet.forward in DigitNet.cs:31".</summary>
internal static class UserFrames
{
    private static readonly string[] OthersCode = ["ModelTests", "ModelTests.Xunit", "TorchSharp"];

    public static IReadOnlyList<string> Of(Exception exception) =>
        [.. new StackTrace(exception, fNeedFileInfo: true).GetFrames()
            .Where(IsUsers).Select(Describe).Distinct().Take(4)];

    private static bool IsUsers(StackFrame frame)
    {
        var assembly = frame.GetMethod()?.DeclaringType?.Assembly;
        return assembly is not null && assembly != typeof(object).Assembly
            && assembly.GetName().Name is { } name
            && !OthersCode.Contains(name)
            && !name.StartsWith("System.", StringComparison.Ordinal) && !name.StartsWith("xunit", StringComparison.OrdinalIgnoreCase);
    }

    private static string Describe(StackFrame frame)
    {
        var method = frame.GetMethod()!;
        var name = $"{TypeName(method)}.{ModelTree.Clean(method.Name)}".Replace("..ctor", " constructor", StringComparison.Ordinal);
        return frame.GetFileName() is { } file ? $"{name} in {Path.GetFileName(file)}:{frame.GetFileLineNumber()}" : name;
    }

    /// <summary>A lambda's type is a compiler's closure; the type around it is the one that people know.</summary>
    private static string TypeName(MethodBase method)
    {
        var type = method.DeclaringType!;
        while (type.Name.StartsWith('<') && type.DeclaringType is { } outer)
            type = outer;
        return type.Name.Split('`')[0];
    }
}
