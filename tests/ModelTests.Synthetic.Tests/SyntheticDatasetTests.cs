using TorchSharp;
using Xunit;

namespace ModelTests.Tests;

public class SyntheticDatasetTests
{
    [Fact]
    public void An_item_is_one_sample_under_the_keys_data_and_label()
    {
        using var data = Synthetic.GaussianClasses(samples: 5, shape: [1, 4, 4]);
        using var dataset = data.AsDataset();
        var item = dataset.GetTensor(3);

        Assert.Equal(5, dataset.Count);
        Assert.Equal(["data", "label"], item.Keys.Order());
        Assert.Equal([1, 4, 4], item["data"].shape);
        Assert.Equal(data.Training.Input[3], item["data"]);
        Assert.Empty(item["label"].shape);
        Assert.Equal(data.Training.Target[3].ToInt64(), item["label"].ToInt64());
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(5)]
    public void A_position_outside_of_the_data_is_refused(long index)
    {
        using var data = Synthetic.SineRegression(samples: 5);
        using var dataset = data.AsDataset();
        var exception = Assert.Throws<ArgumentOutOfRangeException>(nameof(index), () => dataset.GetTensor(index));
        Assert.Contains("below 5", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disposing_items_or_the_data_set_leaves_the_data_whole()
    {
        using var data = Synthetic.SineRegression(samples: 2);
        using (var dataset = data.AsDataset())
        {
            foreach (var tensor in dataset.GetTensor(0).Values)
                tensor.Dispose();
        }
        Assert.False(data.Training.Input.IsInvalid);
        Assert.Equal(2, data.Training.Input.shape[0]);
    }
}
