using System.Xml.Linq;

namespace ModelTests.Templates.Tests;

/// <summary>A project with a model that was there before its tests, in a repository with or without central package versions.</summary>
internal static class ExistingModel
{
    public const string Type = "Existing.DigitNet";

    /// <summary>Writes it below the folder, next to the test projects to come.</summary>
    /// <param name="folder">The repository.</param>
    /// <param name="versions">A Directory.Packages.props with the versions.</param>
    /// <param name="central">Whether the repository has that file, or the project the version.</param>
    public static void Write(string folder, string versions, bool central)
    {
        var project = Directory.CreateDirectory(Path.Combine(folder, "Existing")).FullName;
        var torchSharp = XDocument.Load(versions).Descendants("PackageVersion").Single(package => package.Attribute("Include")!.Value == "TorchSharp").Attribute("Version")!.Value;
        if (central)
            File.Copy(versions, Path.Combine(folder, "Directory.Packages.props"));
        File.WriteAllText(Path.Combine(project, "Existing.csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <NoWarn>NU1603</NoWarn>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="TorchSharp"{(central ? "" : $" Version=\"{torchSharp}\"")} />
              </ItemGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(project, "DigitNet.cs"),
            """
            using TorchSharp.Modules;
            using static TorchSharp.torch;
            using static TorchSharp.torch.nn;

            namespace Existing;

            public sealed class DigitNet : Module<Tensor, Tensor>
            {
                private readonly Sequential layers = Sequential(Flatten(), Linear(16 * 16, 32), ReLU(), Linear(32, 10));

                public DigitNet()
                    : base(nameof(DigitNet)) => RegisterComponents();

                public override Tensor forward(Tensor images) => layers.call(images);
            }
            """);
    }
}
