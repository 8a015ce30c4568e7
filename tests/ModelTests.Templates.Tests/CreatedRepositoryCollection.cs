using Xunit;

namespace ModelTests.Templates.Tests;

/// <summary>Packing and creating takes most of the time, so all classes that need it share it.</summary>
[CollectionDefinition(Name)]
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1711", Justification = "xUnit's own term.")]
public class CreatedRepositoryCollection : ICollectionFixture<CreatedRepository>
{
    public const string Name = "created repository";
}
