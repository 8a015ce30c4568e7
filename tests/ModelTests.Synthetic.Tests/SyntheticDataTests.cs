using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class SyntheticDataTests : OneThread
{
    [Fact]
    public void Batches_hold_all_samples_in_order_and_can_be_read_again()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.SineRegression(samples: 70, split: Split.Random(0.5), batchSize: 10);
        for (var epoch = 0; epoch < 2; epoch++)
        {
            var batches = data.TrainingBatches().ToList();
            Assert.Equal([10, 10, 10, 5], batches.Select(batch => batch.Size));
            Assert.Equal(data.Training.Input, cat([.. batches.Select(batch => batch.Input)], 0));
            Assert.Equal(data.Training.Target, cat([.. batches.Select(batch => batch.Target)], 0));
        }
        Assert.Equal(data.Validation!.Input, cat([.. data.ValidationBatches().Select(batch => batch.Input)], 0));
    }

    [Fact]
    public void Without_a_split_everything_is_training_data()
    {
        using var data = Synthetic.SineRegression(samples: 40);

        Assert.Equal(40, data.Training.Size);
        Assert.Null(data.Validation);
        Assert.Empty(data.ValidationBatches());
        Assert.Contains("split", Assert.Throws<InvalidOperationException>(() => data.AsValidationDataset()).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => data.AsValidationDataLoader());
    }

    [Fact]
    public void It_says_what_its_samples_look_like_and_what_the_classes_are_called()
    {
        using var images = Synthetic.GaussianClasses(samples: 3, classes: 2, shape: [1, 4, 4]);
        using var wave = Synthetic.SineRegression(samples: 3, features: 2);

        Assert.Equal([1, 4, 4], images.InputShape);
        Assert.Empty(images.TargetShape);
        Assert.Equal(["class 0", "class 1"], images.ClassNames);
        Assert.Equal([2], wave.InputShape);
        Assert.Equal([1], wave.TargetShape);
        Assert.Empty(wave.ClassNames);
    }

    [Fact]
    public void A_loader_gives_each_epoch_another_order_and_repeats_them_for_the_same_seed()
    {
        using var data = Synthetic.GaussianClasses(samples: 50);
        using var loader = data.AsDataLoader(batchSize: 8, seed: 3);
        using var same = data.AsDataLoader(batchSize: 8, seed: 3);
        using var other = data.AsDataLoader(batchSize: 8, seed: 4);
        var (first, second) = (Epoch(loader), Epoch(loader));

        Assert.NotEqual(first, second);
        Assert.Equal(first.Order(), second.Order());
        Assert.Equal(first, Epoch(same));
        Assert.Equal(second, Epoch(same));
        Assert.NotEqual(first, Epoch(other));
        Assert.Equal(7, loader.Count);
    }

    [Fact]
    public void A_loader_keeps_each_label_with_its_sample()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.SineRegression(samples: 50, noise: 0);
        foreach (var batch in data.AsDataLoader(batchSize: 8))
            Assert.True(allclose(sin((batch["data"] - 1.2) * 8), batch["label"], atol: 1e-5));
    }

    [Fact]
    public void The_validation_loader_reads_the_held_out_samples_in_order()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.SineRegression(samples: 50, split: Split.Gap());
        using var loader = data.AsValidationDataLoader(batchSize: 4);

        Assert.Equal(data.Validation!.Input.data<float>(), Epoch(loader));
        Assert.Equal(Epoch(loader), Epoch(loader));
    }

    [Fact]
    public void A_loader_works_as_model_data()
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.GaussianClasses(samples: 50);
        var batches = ModelData.From(data.AsDataLoader(batchSize: 20)).TrainingBatches().ToList();

        Assert.Equal([20, 20, 10], batches.Select(batch => batch.Size));
        Assert.All(batches, batch => Assert.Equal(int64, batch.Target.dtype));
    }

    [Fact]
    public void Reading_loaders_and_batches_leaves_no_tensors_behind()
    {
        using var data = Synthetic.GaussianClasses(samples: 50, split: Split.Random());
        using var loader = data.AsDataLoader();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        _ = Epoch(loader);
        foreach (var batch in data.TrainingBatches().Concat(data.ValidationBatches()))
            batch.Dispose();

        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Only_the_data_itself_stays_in_memory_until_it_is_disposed()
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        using (var data = Synthetic.GaussianClasses(labelNoise: 0.1, distractors: 2, shape: [3, 4], split: Split.Random()))
        {
            _ = (data.BayesError, data.LossFloor, data.InputIndependentLoss);
            Assert.Equal(before + 4, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void The_data_belongs_to_the_dispose_scope_in_which_it_was_made()
    {
        SyntheticData data;
        using (NewDisposeScope())
        {
            data = Synthetic.SineRegression(split: Split.Gap());
            Assert.False(data.Training.Input.IsInvalid);
        }
        Assert.All([data.Training, data.Validation!], part => Assert.True(part.Input.IsInvalid && part.Target.IsInvalid));
    }

    [Fact]
    public void A_batch_size_below_1_is_refused()
    {
        using var data = Synthetic.SineRegression(samples: 3, split: Split.Random());
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => data.AsDataLoader(batchSize: 0));
        Assert.Throws<ArgumentOutOfRangeException>("batchSize", () => data.AsValidationDataLoader(batchSize: -1));
    }

    /// <summary>The first value of each sample, in the order in which they were read.</summary>
    private static List<float> Epoch(DataLoader loader)
    {
        var values = new List<float>();
        foreach (var batch in loader)
        {
            using var scope = NewDisposeScope();
            values.AddRange(batch["data"].select(1, 0).contiguous().data<float>());
        }
        return values;
    }
}
