using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

public class SameInEveryProcessTests : CheckTests<SameInEveryProcessAttribute>
{
    private static double ScaleHere = 1;

    private IRecipes? trained;
    private IReadOnlyList<TrainingElsewhere> elsewhere = [];

    private protected override IRecipes ShownInDocs => new StartsAtHashOfName();

    [Fact]
    public void Holds_for_dropout_and_weights_that_start_at_a_hash_of_characters() => Holds(new StartsAtCharacters());

    [Fact]
    public void Names_the_model_when_its_weights_start_at_the_hash_code_of_a_name() =>
        FailsNamingFirst(new StartsAtHashOfName(), "CreateModel", "string.GetHashCode()");

    [Fact]
    public void Names_the_data_when_words_are_counted_in_buckets_of_their_hash_codes() =>
        FailsNamingFirst(new CountsWordsByHash(), "CreateData", "string.GetHashCode()");

    [Fact]
    public void Names_the_step_when_its_noise_is_seeded_by_the_process() => FailsNamingFirst(new SeededByProcess(), "TrainStep", "the process id");

    [Fact]
    public void Does_not_accuse_what_is_set_in_this_process_only()
    {
        ScaleHere = 2;
        GivesNoAnswer(new ScaledHere(), "the same in 4 other processes");
    }

    [Fact]
    public void A_training_that_differs_in_one_process_gives_no_answer() => Answers(new StartsAnywhere(), Outcome.CouldNotTell, "see [TrainingIsReproducible]");

    [Fact]
    public void A_fixture_that_another_process_cannot_make_gives_no_answer() =>
        Answers(new FaultyRecipes.Around(() => new Classifier()), Outcome.CouldNotTell, "the constructor of Around takes arguments");

    [Fact]
    public void A_fixture_that_fails_in_another_process_gives_no_answer() => GivesNoAnswer(new NeedsSetUp { IsSetUp = true }, "there was no set-up");

    /// <summary>To start the processes takes most of the time, so they train at all seeds.</summary>
    private protected override Evidence EvidenceOf(IRecipes fixture, int seed)
    {
        if (trained != fixture)
            (trained, elsewhere) = (fixture, TrainingElsewhere.Record(fixture.FixtureType, [.. Seeds], new RunBudget(fixture.Budget)));
        return new Evidence(fixture, seed).With(elsewhere[Seeds.ToList().IndexOf(seed)]);
    }

    /// <summary>At one seed: each starts processes, and none of them hangs on the seed.</summary>
    private static void GivesNoAnswer(IRecipes fixture, string words)
    {
        var verdict = Judge.With<SameInEveryProcessAttribute>(fixture, seed: 0);
        Assert.Equal(Outcome.CouldNotTell, verdict.Outcome);
        Assert.Contains(words, verdict.Headline, StringComparison.Ordinal);
    }

    private sealed class StartsAt : Classifier
    {
        public StartsAt(float start)
        {
            using var untracked = no_grad();
            First.bias!.fill_(start);
        }

        protected override Tensor Hidden(Tensor input) => functional.dropout(base.Hidden(input), 0.5, training);
    }

    private sealed class StartsAtCharacters : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new StartsAt("First".Sum(letter => letter) / 1000f);
    }

    private sealed class StartsAtHashOfName : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new StartsAt(StringComparer.Ordinal.GetHashCode("First") / (float)int.MaxValue);
    }

    private sealed class StartsAnywhere : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new StartsAt(new Random().NextSingle());
    }

    private sealed class ScaledHere : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new StartsAt((float)ScaleHere);
    }

    private sealed class NeedsSetUp : ClassifierFixture
    {
        public bool IsSetUp { get; init; }

        public override Module<Tensor, Tensor> CreateModel() => IsSetUp ? new Classifier() : throw new InvalidOperationException("there was no set-up");
    }

    /// <summary>Ten columns, one per bucket of words (Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning").</summary>
    private sealed class CountsWordsByHash : ClassifierFixture
    {
        private const int Buckets = 10;

        public override ModelData CreateData()
        {
            var counts = zeros(64, Buckets);
            for (var i = 0; i < 64; i++)
            {
                for (var word = 0; word < 5; word++)
                    counts[i, (int)((uint)StringComparer.Ordinal.GetHashCode($"word {i % 4} {word * i}") % Buckets)] += 1;
            }
            return ModelData.From(counts, arange(64).remainder(4));
        }
    }

    private sealed class SeededByProcess : ClassifierFixture
    {
        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            using var generator = new Generator((ulong)Environment.ProcessId);
            return base.TrainStep(training, new Batch(batch.Input + (randn(batch.Input.shape, generator: generator) * 0.1), batch.Target));
        }
    }
}
