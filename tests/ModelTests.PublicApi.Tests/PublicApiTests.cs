using System.Reflection;
using PublicApiGenerator;
using Xunit;

namespace ModelTests.PublicApi.Tests;

/// <summary>
/// What users can call is what the committed files say. <c>MODELTESTS_BASELINES=update dotnet test tests/ModelTests.PublicApi.Tests</c>
/// writes them anew.
/// </summary>
public class PublicApiTests
{
    /// <summary>Carries the file and line of its place in the adapter, which change with every edit.</summary>
    private const string HookMarker = "ModelTests.ModelCheckHookAttribute";

    [Theory]
    [InlineData("ModelTests", "ModelTests.Xunit.Samples")]
    [InlineData("ModelTests.Xunit", "ModelTests.Xunit.Samples")]
    [InlineData("ModelTests.Xunit.v3", "ModelTests.Xunit.v3.Samples")]
    public void The_public_api_is_the_accepted_one(string library, string builtFor)
    {
        var tests = typeof(PublicApiTests).Assembly.GetName().Name!;
        var separator = Path.DirectorySeparatorChar;
        var built = Path.Combine(AppContext.BaseDirectory.Replace($"{separator}{tests}{separator}", $"{separator}{builtFor}{separator}", StringComparison.Ordinal), $"{library}.dll");
        var api = Assembly.LoadFrom(built).GeneratePublicApi(new ApiGeneratorOptions { IncludeAssemblyAttributes = false, ExcludeAttributes = [HookMarker] }).ReplaceLineEndings("\n").Trim() + "\n";

        var verified = Verified(library);
        var received = verified.Replace(".verified.", ".received.", StringComparison.Ordinal);
        File.Delete(received);
        if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == api)
            return;
        if (BaselineMode.Current.Updates)
        {
            File.WriteAllText(verified, api);
            return;
        }
        File.WriteAllText(received, api);
        Assert.Fail($"""
            the public API of {library} has changed
            received  {received}
            verified  {verified}
            accept    MODELTESTS_BASELINES=update dotnet test tests/{tests}, if users are meant to see the change
            """);
    }

    [Fact]
    public void Both_adapters_offer_the_same() =>
        Assert.Equal(File.ReadAllText(Verified("ModelTests.Xunit")), File.ReadAllText(Verified("ModelTests.Xunit.v3")));

    private static string Verified(string library)
    {
        var tests = typeof(PublicApiTests).Assembly.GetName().Name!;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder.Name != tests)
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"no folder {tests} above {AppContext.BaseDirectory}");
        return Path.Combine(folder.FullName, $"{library}.api.verified.txt");
    }
}
