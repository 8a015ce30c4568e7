using Xunit;

namespace ModelTests.Tests;

/// <summary>Data that ends before it should, in the second epoch or when it is made again.</summary>
public class EndingDataTests : OneThread
{
    [Fact]
    public void Training_data_that_ends_early_in_the_second_epoch_is_told_by_its_check_alone() => DataAnswers.Fail(Ending("training", 3),
        ["DataIsReproducible"], "the second epoch has 24 samples and the first 40", "ends after 3 batches", "start from the beginning");

    [Fact]
    public void Validation_data_that_ends_early_when_read_again_is_told_by_its_check_alone() => DataAnswers.Fail(Ending("validation", 3),
        ["ValidationIsDeterministic"], "the validation data has 40 samples the first time and 24 the second", "batch 3, row 0", "start from the beginning");

    [Fact]
    public void Training_data_without_a_second_epoch_is_told_with_its_number_of_batches() => DataAnswers.Fail(Ending("training", 0),
        ["DataIsReproducible", .. DataAnswers.OfTraining], "5", "read again", "start from the beginning");

    [Fact]
    public void Validation_data_without_a_second_reading_is_told() => DataAnswers.Fail(Ending("validation", 0),
        ["ValidationIsDeterministic"], "40 samples the first time and 0 the second", "start from the beginning");

    [Fact]
    public void A_stream_that_is_shared_by_all_calls_of_CreateData_is_told()
    {
        var readings = 0;
        var verdict = Judge.With<DataIsReproducibleAttribute>(new DataFixture(() => new DrawnData { Batches = _ => ++readings > 2 ? 2 : 4 }));
        Assert.Contains("64 samples the first time and 32 when it is made again", verdict.Headline, StringComparison.Ordinal);
        Assert.Contains("make the loader anew", verdict.Change, StringComparison.Ordinal);
    }

    private static Epochs Ending(string loader, int batches) => new(loader, batches);

    /// <summary>Five batches of 8; from the second reading on one of the two loaders has fewer.</summary>
    private sealed class Epochs(string loader, int batches) : ClassifierFixture
    {
        public override ModelData CreateData()
        {
            var good = new SpoiltBatches("none", batch => batch).CreateData();
            return ModelData.From(Read("training", good.TrainingBatches()), Read("validation", good.ValidationBatches()));
        }

        private IEnumerable<Batch> Read(string from, IEnumerable<Batch> source) => from == loader ? new Ends(source, batches) : source;
    }

    private sealed class Ends(IEnumerable<Batch> source, int batches) : IEnumerable<Batch>
    {
        private bool wasRead;

        public IEnumerator<Batch> GetEnumerator()
        {
            var part = wasRead ? source.Take(batches) : source;
            wasRead = true;
            return part.GetEnumerator();
        }

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
