using System.Text.Json.Nodes;

/// <summary>
/// Model repositories made from the packed template, as a user would make them. Packages, template and repositories stay under one folder:
/// copies of a version that is still being worked on must not get into the user's home.
/// </summary>
/// <param name="folder">Where everything goes.</param>
/// <param name="feed">Where the packages go.</param>
internal sealed class Trial(string folder, string feed)
{
    private static readonly string[] Packed = ["src/ModelTests/ModelTests.csproj", "src/ModelTests.Xunit/ModelTests.Xunit.csproj", "src/ModelTests.Xunit.v3/ModelTests.Xunit.v3.csproj", "src/ModelTests.Tool/ModelTests.Tool.csproj", "templates/ModelTests.Templates/ModelTests.Templates.csproj"];

    private readonly string hive = Path.Combine(folder, "hive");
    private readonly string packages = Path.Combine(folder, "packages");
    private readonly string parent = Path.Combine(folder, "try");

    /// <summary>A variable of the user's would win over the folder that nuget.config names.</summary>
    private Dictionary<string, string> Environment => new() { ["NUGET_PACKAGES"] = packages };

    /// <summary>The package of the template, once it is packed.</summary>
    private string TemplatePackage => Directory.GetFiles(feed, "ModelTests.Templates.*.nupkg").Single();

    /// <summary>Builds what users install, as it is published.</summary>
    public void Build() => Shell.Must("dotnet", ["build", WriteFilter(), "-c", "Release"]);

    /// <summary>Packs what users install, from what the last build for publishing left.</summary>
    public void Pack()
    {
        Directory.CreateDirectory(feed);
        foreach (var old in Directory.GetFiles(feed, "ModelTests.*nupkg"))
            File.Delete(old);
        Shell.Must("dotnet", ["pack", WriteFilter(), "-c", "Release", "--no-build", $"-p:PackageOutputPath={feed}"]);
    }

    /// <summary>Those projects of the solution: packed with one command, what they share is built once.</summary>
    private string WriteFilter()
    {
        var filter = new JsonObject
        {
            ["solution"] = new JsonObject
            {
                ["path"] = Path.Combine(Repository.Root, "ModelTests.sln"),
                ["projects"] = new JsonArray([.. Packed.Select(project => (JsonNode)project)]),
            },
        };
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, "Packed.slnf");
        File.WriteAllText(file, filter.ToJsonString());
        return file;
    }

    /// <summary>Installs the template from its package, in a hive that holds nothing else, and makes the folder that the created repositories go to.</summary>
    public void InstallTemplate()
    {
        WriteNugetConfig();
        Empty(hive);
        Shell.Must("dotnet", ["new", "install", TemplatePackage, "--debug:custom-hive", hive]);
    }

    /// <summary>Installs the tool from its package and returns the folder to put in front of PATH, so that "dotnet modeltests" finds it.</summary>
    public string InstallTool()
    {
        var tool = Path.Combine(folder, "tool");
        Empty(tool);
        Shell.Must("dotnet", ["tool", "install", "ModelTests.Tool", "--tool-path", tool, "--source", feed]);
        return tool;
    }

    /// <summary>Creates a model repository and returns its folder.</summary>
    /// <param name="name">That of its solution and projects.</param>
    /// <param name="framework">The version of xUnit, as the template calls it.</param>
    public string Create(string name, string framework = "xunit")
    {
        var repository = Path.Combine(parent, name);
        Empty(repository);
        New(".", "modeltests", "-n", name, "--framework", framework);
        return repository;
    }

    /// <summary>Calls "dotnet new" with these arguments and returns the folder that it was called in.</summary>
    /// <param name="directory">That folder, seen from the one that holds all created repositories.</param>
    /// <param name="arguments">The template's short name and its options.</param>
    public string New(string directory, params IEnumerable<string> arguments)
    {
        var called = Directory.CreateDirectory(Path.Combine(parent, directory)).FullName;
        Shell.Must("dotnet", ["new", .. arguments, "--no-update-check", "--debug:custom-hive", hive], directory: called);
        return called;
    }

    /// <summary>Runs a created repository's tests.</summary>
    public TestRun Test(string repository) => TestRun.Of(repository, Environment);

    /// <summary>Builds many projects with one command and runs the tests in all of them with another.</summary>
    /// <param name="directory">The folder above them.</param>
    public TestRun TestAllIn(string directory) => TestRun.OfAllIn(directory, Environment);

    /// <summary>Above the created repositories: the feed, and packages of their own; what the user has already is taken from there.</summary>
    private void WriteNugetConfig()
    {
        var usersPackages = UsersPackages();
        var version = Path.GetFileNameWithoutExtension(TemplatePackage)["ModelTests.Templates.".Length..];
        foreach (var stale in Directory.GetDirectories(usersPackages, "modeltests*").Select(package => Path.Combine(package, version)).Where(Directory.Exists))
            throw new StepFailed($"{stale} holds an older copy of what was just packed and would be used in its place; delete that folder and run this again");
        if (Directory.Exists(packages))
        {
            foreach (var old in Directory.GetDirectories(packages, "modeltests*"))
                Directory.Delete(old, recursive: true);
        }
        Directory.CreateDirectory(parent);
        File.WriteAllText(Path.Combine(parent, "nuget.config"),
            $"""
            <?xml version="1.0" encoding="utf-8"?>
            <configuration>
              <config>
                <add key="globalPackagesFolder" value="{packages}" />
              </config>
              <fallbackPackageFolders>
                <add key="user" value="{usersPackages}" />
              </fallbackPackageFolders>
              <packageSources>
                <add key="modeltests-local" value="{feed}" />
              </packageSources>
            </configuration>

            """);
    }

    private static string UsersPackages()
    {
        var lines = new List<string>();
        Shell.Run("dotnet", ["nuget", "locals", "global-packages", "--list", "--force-english-output"], show: lines.Add);
        const string Label = "global-packages: ";
        var line = lines.SingleOrDefault(line => line.StartsWith(Label, StringComparison.Ordinal))
            ?? throw new StepFailed($"'dotnet nuget locals' did not say where packages are: {string.Join(' ', lines)}");
        return line[Label.Length..].Trim();
    }

    private static void Empty(string directory)
    {
        if (Directory.Exists(directory))
            Directory.Delete(directory, recursive: true);
        Directory.CreateDirectory(directory);
    }
}
