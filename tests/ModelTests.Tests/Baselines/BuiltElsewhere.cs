using System.Diagnostics;

namespace ModelTests.Tests;

/// <summary>A program around the baseline files, built as on a build server (its paths mapped to /_/), then moved: each run is a process of its own.</summary>
public sealed class BuiltElsewhere : IDisposable
{
    private const string Program = """
        using System.Globalization;
        using System.Runtime.CompilerServices;
        using ModelTests;

        switch (args[0])
        {
            case "folder":
                Console.WriteLine(Source());
                Console.WriteLine(BaselineFolder.Of(Source()));
                break;
            case "add":
                var file = new BaselineFile(args[1], "Counter.MatchesBaseline");
                for (var added = 0; added < int.Parse(args[2], CultureInfo.InvariantCulture);)
                {
                    try
                    {
                        var before = file.Read();
                        var count = before is null ? 0 : int.Parse(before.Section("counts")["total"], CultureInfo.InvariantCulture);
                        file.WriteVerified(new Baseline("Counter", "MatchesBaseline", [new("counts", "total", $"{count + 1}"), new("counts", "by", $"{Environment.ProcessId}"), new("counts", "padding", $"\"{new string('x', 20000)}\"")]), before);
                        added++;
                    }
                    catch (FixtureException conflict) when (conflict.Message.Contains("changed by another process"))
                    {
                    }
                }
                break;
        }

        static string Source([CallerFilePath] string file = "") => file;
        """;

    private readonly DirectoryInfo temporary = Directory.CreateTempSubdirectory("modeltests-moved-");

    public BuiltElsewhere()
    {
        var built = Path.Combine(temporary.FullName, "built");
        var project = Directory.CreateDirectory(Path.Combine(built, "tests", "Digits")).FullName;
        // As the tool does: without TorchSharp.
        var core = Path.Combine(RepositoryFiles.Root, "src", "ModelTests");
        var sources = Directory.EnumerateFiles(Path.Combine(core, "Baselines"), "*.cs").Where(file => Path.GetFileName(file) != "BaselineEnvironment.cs").Append(Path.Combine(core, "Subject", "FixtureException.cs"));
        File.WriteAllText(Path.Combine(project, "Program.cs"), Program);
        File.WriteAllText(Path.Combine(project, "Digits.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <UseAppHost>false</UseAppHost>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(sources.Select(source => $"<Compile Include=\"{source}\" />"))}
                <SourceRoot Include="{built}{Path.DirectorySeparatorChar}" />
              </ItemGroup>
            </Project>
            """);
        using (var build = Start(["build", project, "-p:ContinuousIntegrationBuild=true", "--disable-build-servers"]))
        {
            var output = build.StandardOutput.ReadToEnd();
            build.WaitForExit();
            if (build.ExitCode != 0)
                throw new InvalidOperationException(output);
        }
        Folder = Path.Combine(temporary.FullName, "moved", "repository");
        Directory.CreateDirectory(Path.GetDirectoryName(Folder)!);
        Directory.Move(built, Folder);
    }

    /// <summary>Where the repository lies now.</summary>
    public string Folder { get; }

    public Process Run(params string[] arguments) => Start([Path.Combine(Folder, "tests", "Digits", "bin", "Debug", "net10.0", "Digits.dll"), .. arguments]);

    public void Dispose() => temporary.Delete(recursive: true);

    private static Process Start(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true };
        start.Environment.Remove(BaselineFolder.Variable);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        return Process.Start(start)!;
    }
}
