/// <summary>What `dotnet run` has compiled of this script, in a folder of the user's home that nobody needs afterwards.</summary>
internal static class CompiledScript
{
    public static void Remove()
    {
        // …/dotnet/runfile/<script>-<hash>/bin/debug/
        var folder = new DirectoryInfo(AppContext.BaseDirectory).Parent?.Parent;
        // Windows does not let go of a running program; the SDK clears the folder after a month.
        if (folder is { Exists: true, Parent.Name: "runfile" } && !OperatingSystem.IsWindows())
            folder.Delete(recursive: true);
    }
}
