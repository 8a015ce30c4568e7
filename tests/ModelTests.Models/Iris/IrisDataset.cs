using System.Globalization;
using static TorchSharp.torch;
using static TorchSharp.torch.utils.data;

namespace ModelTests.Models;

/// <summary>Fisher's irises, standardised: "data" [4] with mean 0 and standard deviation 1 over all flowers, "label" from 0 to 2.</summary>
public sealed class IrisDataset : Dataset
{
    private static readonly string[] Species = ["setosa", "versicolor", "virginica"];

    private readonly Tensor measurements;
    private readonly Tensor labels;

    public IrisDataset()
    {
        var rows = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Iris", "iris.csv")).Skip(1).Select(line => line.Split(',')).ToList();
        var centimetres = tensor(rows.SelectMany(row => row[..4].Select(cell => float.Parse(cell, CultureInfo.InvariantCulture))).ToArray()).view(-1, 4);
        measurements = (centimetres - centimetres.mean([0])) / centimetres.std(0);
        labels = tensor(rows.Select(row => (long)Array.IndexOf(Species, row[4])).ToArray());
    }

    public override long Count => labels.shape[0];

    public override Dictionary<string, Tensor> GetTensor(long index) => new() { ["data"] = measurements[index], ["label"] = labels[index] };
}
