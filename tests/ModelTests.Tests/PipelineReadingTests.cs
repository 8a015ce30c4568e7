using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class PipelineReadingTests : OneThread
{
    [Fact]
    public void An_epoch_is_read_with_its_formats_channels_labels_and_places()
    {
        using var scope = NewDisposeScope();
        var images = stack([zeros(3, 2, 2), ones(3, 2, 2), full([3, 2, 2], 2f)]);
        images[2, 1] = full([2, 2], -4f);
        var reading = Read(new Batch(images[..2], tensor(new long[] { 1, 0 })), new Batch(images[2..], tensor(new long[] { 7 })));

        var training = reading.Training;
        Assert.Equal((2, true, 3), (training.Batches, training.IsWhole, training.Samples.Count));
        Assert.Equal(["batch 0, row 0", "batch 0, row 1", "batch 1, row 0"], training.Samples.Select(sample => sample.Place));
        Assert.Equal([[2, 3, 2, 2], [1, 3, 2, 2]], training.Inputs[0].Formats.Select(format => format.Shape));
        Assert.Equal(1, training.Inputs[0].ChannelDimension);
        Assert.Equal([(0.0, 2.0), (-4, 1), (0, 2)], training.Inputs[0].Channels.Select(channel => (channel.Least, channel.Largest)));
        Assert.Equal(1, training.Inputs[0].Channels[0].Mean, 1e-12);
        Assert.Equal(Math.Sqrt(2.0 / 3), training.Inputs[0].Channels[0].Deviation, 1e-12);
        Assert.Equal([0, 1, 7], training.Targets[0].Labels.Keys);
        Assert.Equal(new LabelReading(1, 1, 0), training.Targets[0].Labels[7]);
        Assert.Equal(3, training.Samples.Select(sample => sample.Input).Distinct().Count());
        Assert.Equal([7.0], training.Samples[2].Targets[0]);
    }

    [Fact]
    public void Equal_samples_have_equal_hashes_in_whatever_batch_they_come()
    {
        using var scope = NewDisposeScope();
        var (one, other) = (rand(1, 5), rand(1, 5));
        var samples = Read(new Batch(cat([one, other]), zeros(2)), new Batch(one.clone(), zeros(1))).Training.Samples;
        Assert.Equal(samples[0].Input, samples[2].Input);
        Assert.NotEqual(samples[0].Input, samples[1].Input);
    }

    [Fact]
    public void Samples_along_the_second_dimension_are_read_as_such()
    {
        using var scope = NewDisposeScope();
        var sequences = rand(4, 3, 2);
        var samples = Read(new Batch(sequences, zeros(3)) { InputBatchDimension = 1 }).Training.Samples;
        Assert.Equal(3, samples.Count);
        Assert.Equal([.. sequences[.., 1].to(float64).flatten().data<double>()], samples[1].Inputs[0]);
    }

    [Fact]
    public void Values_that_are_not_finite_are_counted_apart()
    {
        using var scope = NewDisposeScope();
        var input = ones(4, 2);
        input[2, 1] = double.NaN;
        var reading = Read(new Batch(ones(4, 2), zeros(4)), new Batch(input, zeros(4))).Training.Inputs[0];
        Assert.Equal((1, 2, "NaN"), (reading.FirstNonFinite!.Value.Batch, reading.FirstNonFinite.Value.Row, reading.FirstNonFinite.Value.Values.Kind));
        Assert.Equal((1.0, 1.0), (reading.Least, reading.Largest));
        Assert.Equal(7, reading.Channels[1].Count);
    }

    [Fact]
    public void A_long_epoch_is_read_from_its_start()
    {
        using var scope = NewDisposeScope();
        var batch = new Batch(zeros(1024, 1), zeros(1024));
        var training = Read([.. Enumerable.Repeat(batch, 6)]).Training;
        Assert.Equal((4, false, 4096), (training.Batches, training.IsWhole, training.Samples.Count));
        Assert.Contains("there are more", training.Extent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loader_that_throws_is_named_with_the_batch()
    {
        var evidence = new Evidence(new Fixture(() => Throwing()));
        var exception = Assert.Throws<FixtureException>(() => evidence.Pipeline);
        Assert.Contains("training batch 2 could not be read", exception.Message, StringComparison.Ordinal);
        Assert.Contains("disk is gone", exception.Message, StringComparison.Ordinal);

        static IEnumerable<Batch> Throwing()
        {
            yield return new Batch(zeros(2, 1), zeros(2, 1));
            yield return new Batch(zeros(2, 1), zeros(2, 1));
            throw new IOException("the disk is gone");
        }
    }

    private static PipelineReading Read(params Batch[] batches) => new Evidence(new Fixture(() => batches)).Pipeline;

    private sealed class Fixture(Func<IEnumerable<Batch>> batches) : ModelRecipes<Linear>
    {
        public override Linear CreateModel() => nn.Linear(1, 1);

        public override ModelData CreateData() => ModelData.From(batches());
    }
}
