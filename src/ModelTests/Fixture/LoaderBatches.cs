using TorchSharp.Modules;

namespace ModelTests;

/// <summary>Reads a TorchSharp loader as batches that outlive the loader's own disposal of them.</summary>
internal static class LoaderBatches
{
    public static IEnumerable<Batch> Of(DataLoader loader, IReadOnlyList<string> inputs, IReadOnlyList<string> targets)
    {
        foreach (var item in loader)
        {
            foreach (var key in inputs.Concat(targets))
            {
                if (!item.ContainsKey(key))
                {
                    throw new KeyNotFoundException(
                        $"The loader's batches have the keys {string.Join(", ", item.Keys.Select(name => $"\"{name}\""))} and no \"{key}\"; name the right ones in ModelData.From(loader, input: …, target: …).");
                }
            }
            // The loader disposes its batch when it moves on.
            yield return new Batch([.. inputs.Select(key => item[key].clone())], [.. targets.Select(key => item[key].clone())]);
        }
    }
}
