using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;

namespace ModelTests.Tool.Tests;

public sealed class DoctorTests : IDisposable
{
    private readonly ToolRun tool = new();

    public void Dispose() => tool.Dispose();

    [Fact]
    public void Each_line_says_how_something_stands_and_what_is_wrong_decides_the_exit_code()
    {
        Restored("Digits.Tests", "TorchSharp/0.107.0", "TorchSharp-cpu/0.107.0", "libtorch-cpu/2.10.0", "Microsoft.NET.Test.Sdk/18.0.0");
        var code = tool.Run("doctor");
        var lines = tool.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.All(lines, line => Assert.Matches("^(ok  |wrong |unknown |  +change: )", line));
        Assert.Contains(lines, line => line.StartsWith("ok       Digits.Tests  TorchSharp 0.107.0, TorchSharp-cpu 0.107.0", StringComparison.Ordinal));
        Assert.Equal(lines.Any(line => line.StartsWith("wrong", StringComparison.Ordinal)) ? 1 : 0, code);
    }

    [Fact]
    public void The_tool_needs_no_TorchSharp_so_that_it_starts_where_that_does_not_load() =>
        Assert.DoesNotContain(typeof(Program).Assembly.GetReferencedAssemblies(), assembly => assembly.Name!.StartsWith("TorchSharp", StringComparison.Ordinal));

    [Theory]
    [InlineData("linux-x64", Architecture.X64, Architecture.X64, null)]
    [InlineData("osx-arm64", Architecture.Arm64, Architecture.Arm64, null)]
    [InlineData("linux-musl-x64", Architecture.X64, Architecture.X64, "in place of Alpine")]
    [InlineData("osx-x64", Architecture.Arm64, Architecture.X64, "install the .NET SDK for arm64")]
    [InlineData("win-x86", Architecture.X64, Architecture.X86, "install the .NET SDK for x64")]
    [InlineData("linux-arm64", Architecture.Arm64, Architecture.Arm64, "run on one of")]
    public void A_platform_without_libtorch_is_named(string identifier, Architecture machine, Architecture process, string? change) =>
        Expect(Platform.Examine(identifier, machine, process), change);

    [Fact]
    public void A_runtime_that_is_too_old_is_named()
    {
        tool.Write("libstdc++.so.6", "GLIBCXX_3.4.30");
        Expect(Runtime.Examine(tool.Path("libstdc++.so.6")), "libstdc++6");
        tool.Write("libstdc++.so.6", "GLIBCXX_3.4.32");
        Expect(Runtime.Examine(tool.Path("libstdc++.so.6")), null);
    }

    [Theory]
    [InlineData("has TorchSharp 0.107.0 and TorchSharp-cpu 0.106.0", "TorchSharp/0.107.0", "TorchSharp-cpu/0.106.0")]
    [InlineData("has TorchSharp-cpu and TorchSharp-cuda-linux: two copies of libtorch", "TorchSharp/0.107.0", "TorchSharp-cpu/0.107.0", "TorchSharp-cuda-linux/0.107.0")]
    [InlineData("has TorchSharp-cuda-windows, and this machine is linux-x64", "TorchSharp/0.107.0", "TorchSharp-cuda-windows/0.107.0")]
    [InlineData("without a native library", "TorchSharp/0.107.0", "Microsoft.NET.Test.Sdk/18.0.0")]
    [InlineData("has several versions of libtorch", "TorchSharp/0.107.0", "libtorch-cpu-linux-x64/2.10.0", "libtorch-cpu-win-x64/2.7.1")]
    [InlineData(null, "TorchSharp/0.107.0")]
    [InlineData(null, "TorchSharp/0.107.0", "TorchSharp-cpu/0.107.0", "libtorch-cpu/2.10.0", "libtorch-cpu-linux-x64/2.10.0")]
    public void Packages_that_do_not_belong_together_are_named(string? problem, params string[] packages)
    {
        Restored("Digits.Tests", packages);
        var diagnosis = Assert.Single(TorchPackages.Examine(tool.Folder, "linux-x64"));
        Assert.Equal("Digits.Tests", diagnosis.Subject);
        Assert.Equal(problem is null ? State.Ok : State.Wrong, diagnosis.State);
        Assert.Contains(problem ?? "TorchSharp 0.107.0", diagnosis.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_libtorch_that_TorchSharp_was_not_built_for_is_named()
    {
        tool.Write("Digits/obj/project.assets.json", """
            { "targets": { "net10.0": { "TorchSharp-cpu/0.107.0": { "dependencies": { "libtorch-cpu": "2.10.0" } } } },
              "libraries": { "TorchSharp/0.107.0": {}, "TorchSharp-cpu/0.107.0": {}, "libtorch-cpu/2.11.0": {} } }
            """);
        Expect(Assert.Single(TorchPackages.Examine(tool.Folder, "linux-x64")), "remove what references libtorch-cpu directly");
    }

    [Fact]
    public void A_project_that_is_built_for_another_machine_is_named()
    {
        tool.Write("bin/Digits.deps.json", """{ "targets": { ".NETCoreApp,Version=v10.0/win-x64": {} }, "libraries": { "TorchSharp/0.107.0": {} } }""");
        var diagnosis = Assert.Single(TorchPackages.Examine(tool.Folder, "linux-x64"));
        Assert.Equal("is built for win-x64, and this machine is linux-x64", diagnosis.Text);
        Expect(Assert.Single(TorchPackages.Examine(tool.Folder, "win-x64")), null);
    }

    [Fact]
    public void What_cannot_be_read_or_is_not_there_is_unknown()
    {
        Assert.Equal(State.Unknown, Assert.Single(TorchPackages.Examine(tool.Folder, "linux-x64")).State);
        tool.Write("Digits/obj/project.assets.json", "{ ");
        Assert.Equal(State.Unknown, Assert.Single(TorchPackages.Examine(tool.Folder, "linux-x64")).State);
    }

    [Theory]
    [InlineData("OMP_NUM_THREADS", "4", null)]
    [InlineData("OMP_NUM_THREADS", "64", "set OMP_NUM_THREADS=8 or less")]
    [InlineData("MKL_NUM_THREADS", "all", "set MKL_NUM_THREADS=1")]
    [InlineData("MODELTESTS_THREADS", "8", null)]
    [InlineData("MODELTESTS_THREADS", "9", "set MODELTESTS_THREADS=8 or less")]
    [InlineData("MODELTESTS_THREADS", "0", "set MODELTESTS_THREADS=1")]
    public void Threads_that_make_no_sense_are_named(string name, string value, string? change) =>
        Expect(Threads.Examine(new Dictionary<string, string> { [name] = value }, processors: 8).First(), change);

    [Theory]
    [InlineData("MODELTESTS_BASELINES", "check", null)]
    [InlineData("MODELTESTS_BASELINES", "yes", "set MODELTESTS_BASELINES=check")]
    [InlineData("MODELTESTS_BASELINE", "update", "correct its name: MODELTESTS_BASELINES")]
    [InlineData("MODELTESTS_SOURCES", "/nowhere/at/all", "set it to the folder of the sources")]
    [InlineData("MODELTESTS_DEVICE", "cuda:0", null)]
    public void Settings_that_make_no_sense_are_named(string name, string value, string? change) =>
        Expect(Assert.Single(Settings.Examine(new Dictionary<string, string> { [name] = value })), change);

    [Fact]
    public void An_update_on_a_build_server_is_named() =>
        Expect(Assert.Single(Settings.Examine(new Dictionary<string, string> { ["MODELTESTS_BASELINES"] = "update", ["CI"] = "true" })), "update on a machine of your own");

    private static void Expect(Diagnosis diagnosis, string? change)
    {
        Assert.Equal(change is null ? State.Ok : State.Wrong, diagnosis.State);
        if (change is null)
            Assert.Null(diagnosis.Change);
        else
            Assert.Contains(change, diagnosis.Change, StringComparison.Ordinal);
    }

    private void Restored(string project, params string[] packages) => tool.Write($"{project}/obj/project.assets.json",
        $$"""{ "libraries": {{JsonSerializer.Serialize(packages.ToDictionary(package => package, _ => new { type = "package" }))}}, "project": { "restore": { "projectName": "{{project}}" } } }""");
}
