using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ModelTests.Templates.Tests.Packages;

/// <summary>How an assembly was built, read from its debug directory.</summary>
/// <param name="IsReproducible">Whether the same sources give the same bytes.</param>
/// <param name="SymbolsId">What the symbols that belong to it have as their id.</param>
/// <param name="Embedded">The symbols that it holds itself; null for those that hold none.</param>
internal sealed record PackedAssembly(bool IsReproducible, Guid SymbolsId, PackedSymbols? Embedded)
{
    public static PackedAssembly Read(byte[] assembly)
    {
        using var reader = new PEReader(new MemoryStream(assembly));
        var entries = reader.ReadDebugDirectory();
        var embedded = entries.Where(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb).Select(entry =>
        {
            using var symbols = reader.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
            return PackedSymbols.Read(symbols.GetMetadataReader());
        }).SingleOrDefault();
        return new(entries.Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible),
            reader.ReadCodeViewDebugDirectoryData(entries.Single(entry => entry.Type == DebugDirectoryEntryType.CodeView)).Guid, embedded);
    }
}

/// <summary>Portable symbols.</summary>
/// <param name="Id">The id of the assembly that they belong to.</param>
/// <param name="Sources">The source files, as a debugger looks for them.</param>
internal sealed record PackedSymbols(Guid Id, IReadOnlyList<string> Sources)
{
    public static PackedSymbols Read(byte[] symbols)
    {
        using var provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(symbols));
        return Read(provider.GetMetadataReader());
    }

    public static PackedSymbols Read(MetadataReader reader) =>
        new(new BlobContentId(reader.DebugMetadataHeader!.Id).Guid, [.. reader.Documents.Select(document => reader.GetString(reader.GetDocument(document).Name))]);
}
