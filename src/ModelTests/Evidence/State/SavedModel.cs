using static TorchSharp.torch;

namespace ModelTests;

/// <summary>A model's parameters and buffers in memory, as <c>module.save(stream)</c> writes them.</summary>
internal sealed class SavedModel
{
    private readonly List<byte[]> roots = [];

    public static SavedModel Of(ModelTree tree)
    {
        var saved = new SavedModel();
        foreach (var (_, module) in tree.Roots)
        {
            // save() closes the stream; what was written stays readable.
            using var stream = new MemoryStream();
            module.save(stream);
            saved.roots.Add(stream.ToArray());
        }
        return saved;
    }

    /// <summary>Into a model of the same structure.</summary>
    public void LoadInto(ModelTree tree)
    {
        using var untracked = no_grad();
        foreach (var ((_, module), bytes) in tree.Roots.Zip(roots))
        {
            using var stream = new MemoryStream(bytes);
            module.load(stream);
        }
    }
}
