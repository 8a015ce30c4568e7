namespace ModelTests.Templates.Tests.Packages;

/// <summary>A test project as people have it, with the packages added and the class of README.md pasted: nothing else is configured.</summary>
public sealed class PlainProject
{
    private readonly Dictionary<string, string> environment;

    /// <summary>As <c>dotnet new xunit</c> makes it.</summary>
    /// <param name="created">Where the packed feed is.</param>
    public PlainProject(CreatedRepository created)
    {
        ArgumentNullException.ThrowIfNull(created);
        var parent = Path.GetDirectoryName(created.Folder)!;
        environment = new Dictionary<string, string>
        {
            ["NUGET_PACKAGES"] = Path.Combine(parent, "..", "packages"),
            // For these tests' sake, and not in the project: a build would copy 1 GB of native libraries.
            [OperatingSystem.IsWindows() ? "CreateHardLinksForCopyLocalIfPossible" : "CreateSymbolicLinksForCopyLocalIfPossible"] = "true",
        };

        V2 = Path.Combine(parent, "Plain.Tests");
        Must(parent, "new", "xunit", "--no-restore", "-o", "Plain.Tests");
        Must(V2, "add", "package", "ModelTests.Xunit");
        Must(V2, "add", "package", "TorchSharp-cpu");
        Paste(V2, ReadmeSample.Source);
        Healthy = TestRun.Of(V2, environment);

        // Now as a build server builds it, with paths that are the same on every machine, and with a class that the analyzers warn of.
        Paste(V2, ReadmeSample.BrokenSource);
        File.WriteAllText(Path.Combine(V2, "BaselineTests.cs"), """
            [ModelTests.SameOutputs]
            public class BaselineTests : ModelTests.ModelFixture<DigitNet>
            {
                public override DigitNet CreateModel() => new();

                public override ModelTests.ModelData CreateData() => new DigitNetTests().CreateData();
            }

            [ModelTests.WeightsUpdate]
            public class WithoutFixture;
            """);
        environment["ContinuousIntegrationBuild"] = "true";
        // What the SDK makes of a repository's root in such a build.
        environment["PathMap"] = $"{V2}{Path.DirectorySeparatorChar}=/_/";
        Broken = TestRun.Of(V2, environment);

        var v3 = Path.Combine(parent, "Plain.V3.Tests");
        Directory.CreateDirectory(v3);
        // The SDK has no template for xUnit v3: a project that "dotnet test" runs as it is, after "dotnet add package".
        File.WriteAllText(Path.Combine(v3, "Plain.V3.Tests.csproj"), """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <OutputType>Exe</OutputType>
                <IsTestingPlatformApplication>false</IsTestingPlatformApplication>
              </PropertyGroup>
              <ItemGroup>
                <Using Include="Xunit" />
                <PackageReference Include="Microsoft.NET.Test.Sdk" Version="18.11.0" />
                <PackageReference Include="ModelTests.Xunit.v3" Version="*" />
                <PackageReference Include="TorchSharp-cpu" Version="0.107.0" />
                <PackageReference Include="xunit.runner.visualstudio" Version="4.0.1" />
                <PackageReference Include="xunit.v3" Version="4.0.2" />
              </ItemGroup>
            </Project>
            """);
        Paste(v3, ReadmeSample.BrokenSource);
        BrokenV3 = TestRun.Of(v3, environment);
    }

    /// <summary>The folder of the project for xUnit v2.</summary>
    public string V2 { get; }

    internal TestRun Healthy { get; }

    internal TestRun Broken { get; }

    internal TestRun BrokenV3 { get; }

    private void Must(string folder, params string[] arguments) => Shell.Must("dotnet", arguments, folder, environment);

    private static void Paste(string project, string source) => File.WriteAllText(Path.Combine(project, "DigitNetTests.cs"), source);
}
