using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class MissingValuesTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.MissingValues(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => new WithMask()) { LearningRate = 0.1, Epochs = 30 };

    /// <summary>Takes a missing value for 0, where it is one of the largest.</summary>
    protected override Student Unsuitable => new(() => new WithoutMask()) { LearningRate = 0.1, Epochs = 30 };

    /// <summary>R² at seeds 0-19: suitable 0.857 to 0.923, unsuitable 0.595 to 0.695.</summary>
    protected override double Learned => 0.78;

    [Theory]
    [InlineData(Missingness.CompletelyAtRandom, 0.3, 1)]
    [InlineData(Missingness.AtRandom, 0.4, 0.875)]
    [InlineData(Missingness.NotAtRandom, 0.2, 1)]
    public void The_share_of_missing_values_is_as_asked_for(Missingness mechanism, double missing, double ofFeatures)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.MissingValues(50_000, missing: missing, mechanism: mechanism, dtype: ScalarType.Float64).Training;
        var (values, mask) = (data.Inputs[0], data.Inputs[1]);
        Bounds.MeanIs(missing * ofFeatures, 1 - mask.mean([1]));
        Assert.True((values * (1 - mask)).eq(0).all().ToBoolean());
        Assert.True(mask.eq(0).logical_or(mask.eq(1)).all().ToBoolean());
    }

    [Fact]
    public void Each_mechanism_hides_what_it_says()
    {
        using var scope = NewDisposeScope();
        var atRandom = Synthetic.MissingValues(5000, mechanism: Missingness.AtRandom).Training;
        var notAtRandom = Synthetic.MissingValues(5000, missing: 0.5, mechanism: Missingness.NotAtRandom).Training;
        var gaps = 1 - atRandom.Inputs[1].narrow(1, 1, 7);

        Assert.True(atRandom.Inputs[1].select(1, 0).eq(1).all().ToBoolean());
        Assert.Equal(0, gaps[atRandom.Inputs[0].select(1, 0).le(0)].sum().ToDouble());
        Assert.True(notAtRandom.Inputs[0].le(0).all().ToBoolean());
    }

    [Theory]
    [InlineData(Missingness.CompletelyAtRandom, 0.3)]
    [InlineData(Missingness.AtRandom, 0.4)]
    [InlineData(Missingness.NotAtRandom, 0.3)]
    public void Putting_the_expected_value_in_each_gap_reaches_the_loss_floor(Missingness mechanism, double missing)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.MissingValues(50_000, features: 5, missing, mechanism, dtype: ScalarType.Float64);
        var (values, mask) = (data.Training.Inputs[0], data.Training.Inputs[1]);
        // The mean of a normal value above its 0.7 quantile, 0.5244, is φ(0.5244)/0.3 = 1.159.
        var filled = values + ((1 - mask) * (mechanism == Missingness.NotAtRandom ? 1.15898 : 0));

        Bounds.MeanIs(data.LossFloor!.Value, (data.Training.Target.squeeze(1) - (filled.sum(1) / Math.Sqrt(5))).square(), tolerance: 1e-4);
        Bounds.MeanIs(data.InputIndependentLoss!.Value, data.Training.Target.square());
    }

    [Fact]
    public void Without_a_mask_missing_values_are_NaN_and_the_others_as_with_one()
    {
        using var scope = NewDisposeScope();
        var masked = Synthetic.MissingValues();
        var plain = Synthetic.MissingValues(mask: false);

        Assert.Equal(["data", "mask"], masked.InputNames);
        Assert.Equal(["data"], plain.InputNames);
        Assert.Equal(masked.Training.Inputs[1].eq(0), plain.Training.Input.isnan());
        Assert.Equal(masked.Training.Inputs[0], plain.Training.Input.nan_to_num(0));
        Assert.Equal(masked.Training.Target, plain.Training.Target);
    }

    public static TheoryData<string, Action> Illegal => new()
    {
        { "features", () => Synthetic.MissingValues(features: 1) },
        { "missing", () => Synthetic.MissingValues(missing: 0) },
        { "missing", () => Synthetic.MissingValues(missing: 1) },
        { "missing", () => Synthetic.MissingValues(missing: 0.6, mechanism: Missingness.AtRandom) },
        { "mechanism", () => Synthetic.MissingValues(mechanism: (Missingness)5) },
        { "noise", () => Synthetic.MissingValues(noise: -1) },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void Illegal_arguments_are_refused_by_name(string argument, Action create)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(create);
        Assert.Equal(argument, exception.ParamName);
        Assert.StartsWith(argument, exception.Message, StringComparison.Ordinal);
    }

    private sealed class WithMask : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear line = nn.Linear(16, 1);

        public WithMask()
            : base(nameof(WithMask)) => RegisterComponents();

        public override Tensor forward(Tensor values, Tensor mask) => line.call(cat([values, mask], 1));
    }

    private sealed class WithoutMask : nn.Module<Tensor, Tensor, Tensor>
    {
        private readonly Linear line = nn.Linear(8, 1);

        public WithoutMask()
            : base(nameof(WithoutMask)) => RegisterComponents();

        public override Tensor forward(Tensor values, Tensor mask) => line.call(values);
    }
}
