using System.Reflection;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>What every generator of synthetic data is held to; the tests of each derive from it and add its own maths.</summary>
public abstract class GeneratorTests : OneThread
{
    public static TheoryData<int> Seeds => [0, 1, 2, 3, 4];

    /// <summary>The generator with these arguments, and the others as by default.</summary>
    protected abstract SyntheticData Make(int samples = 64, int seed = 42, Split? split = null, ScalarType dtype = ScalarType.Float32, int batchSize = 32);

    /// <summary>A model that can learn the task.</summary>
    protected abstract Student Suitable { get; }

    /// <summary>A model that cannot: the task asks for something that it lacks.</summary>
    protected abstract Student Unsuitable { get; }

    /// <summary>What the suitable model's metric reaches at every seed, and the unsuitable one's does not reach with all its epochs. The two are measured far from it.</summary>
    protected abstract double Learned { get; }

    /// <summary>How many samples the two are taught and tested with, half of them held out.</summary>
    protected virtual int LessonSamples => 512;

    /// <summary>What is held out from the two.</summary>
    protected virtual Split LessonSplit => Split.Random(0.5);

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_suitable_model_learns_it(int seed)
    {
        using var data = Make(LessonSamples, seed, LessonSplit);
        Assert.InRange(Suitable.Score(data, seed, enough: Learned), Learned, double.PositiveInfinity);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void An_unsuitable_model_does_not_learn_it(int seed)
    {
        using var data = Make(LessonSamples, seed, LessonSplit);
        Assert.InRange(Unsuitable.Score(data, seed), double.NegativeInfinity, Learned);
    }

    [Fact]
    public void Equal_seeds_give_equal_bits_whatever_else_runs_and_leave_the_global_generator_alone()
    {
        manual_seed(7);
        using var before = get_rng_state();
        using var first = Make();
        using var after = get_rng_state();
        Assert.Equal(before, after);

        using (rand(3))
        using (var again = Make())
            Assert.True(Same(first, again));
    }

    [Fact]
    public void Another_seed_gives_other_samples()
    {
        using var first = Make(seed: 1);
        using var other = Make(seed: 2);
        Assert.False(Same(first, other));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(33)]
    public void Any_number_of_samples_is_possible_and_all_values_are_finite(int samples)
    {
        using var data = Make(samples);
        if (data.Training.Separable)
        {
            Assert.All(data.Training.Inputs, input => Assert.Equal(samples, input.shape[data.Training.InputBatchDimension]));
            Assert.All(data.Training.Targets, target => Assert.Equal(samples, target.shape[0]));
        }
        Assert.All(data.Training.Inputs.Concat(data.Training.Targets), tensor => Assert.True(AllLegal(tensor)));
        Assert.Equal(data.Training.Inputs.Count, data.InputShapes.Count);
        Assert.Equal(data.Training.Targets.Count, data.TargetShapes.Count);
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.Float64)]
    public void Real_numbers_have_the_type_that_was_asked_for(ScalarType dtype)
    {
        using var data = Make(dtype: dtype);
        Assert.All(data.Training.Inputs.Concat(data.Training.Targets).Where(tensor => tensor.is_floating_point()), tensor => Assert.Equal(dtype, tensor.dtype));
    }

    [Fact]
    public void Every_batch_knows_its_task()
    {
        using var data = Make(batchSize: 8);
        Assert.All(data.TrainingBatches(), batch => Assert.Equal(data.Task, batch.Task));
    }

    [Fact]
    public void Every_tensor_of_a_sample_is_in_the_data_set_under_a_name_of_its_own()
    {
        using var data = Make();
        var item = data.AsDataset().GetTensor(0);
        Assert.Equal(data.InputNames.Concat(data.TargetNames), item.Keys);
        Assert.Equal(data.InputNames.Count, data.Training.Inputs.Count);
        Assert.Equal(data.TargetNames.Count, data.Training.Targets.Count);
        Assert.Equal(item.Count, item.Keys.Distinct().Count());
    }

    [Fact]
    public void A_loader_reshuffles_in_each_epoch_and_repeats_itself_for_the_same_seed()
    {
        using var data = Make();
        using var loader = data.AsDataLoader(batchSize: 64, seed: 3);
        using var same = data.AsDataLoader(batchSize: 64, seed: 3);
        var name = data.InputNames[0];
        var (first, second) = (Epoch(loader, name), Epoch(loader, name));
        Assert.Equal(first, Epoch(same, name));
        Assert.Equal(second, Epoch(same, name));
        if (data.Training.Separable)
            Assert.NotEqual(first, second);
        else
            Assert.Equal(first, second);
    }

    [Fact]
    public void It_refuses_a_number_of_samples_below_1()
    {
        Assert.Throws<ArgumentOutOfRangeException>("samples", () => Make(0));
        Assert.Throws<ArgumentOutOfRangeException>("samples", () => Make(-1));
    }

    [Fact]
    public void Nothing_but_the_data_is_left_alive()
    {
        using var scope = NewDisposeScope();
        var data = Make(split: Split.Random(0.5));
        var alive = data.Training.Inputs.Concat(data.Training.Targets).Concat(data.Validation!.Inputs).Concat(data.Validation.Targets).Count();
        Assert.Equal(alive, scope.DisposablesCount);
    }

    [Fact]
    public void What_is_known_of_its_limits_is_in_order()
    {
        using var data = Make();
        if (data is { LossFloor: { } floor, InputIndependentLoss: { } constant })
            Assert.InRange(floor, double.NegativeInfinity, constant);
        if (data.BayesError is { } error)
            Assert.InRange(error, 0, 1 - (1.0 / Math.Max(2, data.ClassNames.Count)));
    }

    [Fact]
    public void Every_generator_is_held_to_this()
    {
        var generators = typeof(Synthetic).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => typeof(SyntheticData).IsAssignableFrom(method.ReturnType)).Select(method => method.Name).Distinct();
        var tested = typeof(GeneratorTests).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(GeneratorTests)) && !type.IsAbstract).Select(type => type.Name).ToHashSet();
        Assert.DoesNotContain(generators, name => !tested.Contains($"{name}Tests"));
    }

    /// <summary>The loader disposes its batch when it moves on.</summary>
    private static Tensor Epoch(DataLoader loader, string name) => cat([.. loader.Select(batch => batch[name].clone())], 0);

    private static bool Same(SyntheticData left, SyntheticData right) =>
        left.Training.Inputs.Concat(left.Training.Targets).Zip(right.Training.Inputs.Concat(right.Training.Targets)).All(pair => pair.First.Equals(pair.Second));

    /// <summary>Finite; a generator of missing values says so by overriding it.</summary>
    protected virtual bool AllLegal(Tensor tensor) => !tensor.is_floating_point() || isfinite(tensor).all().item<bool>();
}
