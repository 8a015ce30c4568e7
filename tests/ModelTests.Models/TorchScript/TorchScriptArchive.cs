using System.IO.Compression;
using System.Text;

namespace ModelTests.Models;

/// <summary>
/// Writes the file that <c>torch.jit.load</c> reads: a zip archive of the modules' source and a pickle of their attributes,
/// with all parameters zero. TorchSharp can save only what it has loaded, and PyTorch is not at hand where the tests run.
/// </summary>
/// <remarks>The format is described in PyTorch's torch/csrc/jit/docs/serialization.md, the opcodes in Python's pickletools.</remarks>
internal static class TorchScriptArchive
{
    /// <summary>The oldest format that has everything used here.</summary>
    private const string FormatVersion = "3\n";

    private const string Root = "model";

    /// <param name="source">The classes in TorchScript, as PyTorch serialises them.</param>
    /// <param name="model">The root module's attributes.</param>
    /// <returns>The archive.</returns>
    public static byte[] Of(string source, ScriptObject model)
    {
        using var buffer = new MemoryStream();
        using (var archive = new ZipArchive(buffer, ZipArchiveMode.Create, leaveOpen: true))
        {
            var attributes = new Pickle();
            attributes.Write(model);
            Add(archive, "data.pkl", attributes.Finish());
            for (var i = 0; i < attributes.StorageSizes.Count; i++)
                Add(archive, $"data/{i}", new byte[attributes.StorageSizes[i] * sizeof(float)]);
            Add(archive, "code/__torch__.py", Encoding.UTF8.GetBytes(source));
            Add(archive, "constants.pkl", new Pickle().FinishEmptyTuple());
            Add(archive, "version", Encoding.ASCII.GetBytes(FormatVersion));
        }
        return buffer.ToArray();
    }

    private static void Add(ZipArchive archive, string name, byte[] content)
    {
        using var entry = archive.CreateEntry($"{Root}/{name}", CompressionLevel.NoCompression).Open();
        entry.Write(content);
    }
}

/// <summary>An instance of a TorchScript class.</summary>
/// <param name="Class">Its name in the source.</param>
/// <param name="Attributes">In the order of their declaration: a parameter as its shape (long[]), a submodule as a <see cref="ScriptObject"/>.</param>
internal sealed record ScriptObject(string Class, params IReadOnlyList<(string Name, object Value)> Attributes);
