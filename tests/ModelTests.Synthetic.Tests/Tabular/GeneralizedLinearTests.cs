using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Tests;

public class GeneralizedLinearTests : GeneratorTests
{
    protected override SyntheticData Make(int samples, int seed, Split? split, ScalarType dtype, int batchSize) =>
        Synthetic.GeneralizedLinear(samples, split: split, dtype: dtype, batchSize: batchSize, seed: seed);

    protected override Student Suitable => new(() => nn.Linear(10, 1)) { LearningRate = 0.1 };

    /// <summary>Without signs a sample looks like its mirror image, for which the answer is the other one.</summary>
    protected override Student Unsuitable => new(() => nn.Sequential(new Signless(), nn.Linear(10, 1))) { LearningRate = 0.1 };

    /// <summary>Accuracy at seeds 0-19: suitable 0.813 to 0.895, unsuitable 0.473 to 0.586.</summary>
    protected override double Learned => 0.7;

    public static TheoryData<GeneralizedLinearFamily, double, double> Models => new()
    {
        { GeneralizedLinearFamily.Binomial, 4, 0 },
        { GeneralizedLinearFamily.Binomial, 1, -2 },
        { GeneralizedLinearFamily.Poisson, 1, 0 },
        { GeneralizedLinearFamily.Poisson, 0.5, 2 },
        { GeneralizedLinearFamily.Multinomial, 4, 0 },
        { GeneralizedLinearFamily.Multinomial, 1, 0 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void The_linear_predictor_reaches_the_loss_floor_and_a_constant_the_input_independent_loss(GeneralizedLinearFamily family, double signal, double bias)
    {
        using var scope = NewDisposeScope();
        var data = Synthetic.GeneralizedLinear(50_000, family, signal: signal, bias: bias, distractors: 2, dtype: ScalarType.Float64);
        var predictor = Predictor(data.Training, family, signal, bias);

        Bounds.MeanIs(data.LossFloor!.Value, Losses(predictor, data.Training.Target, family), tolerance: 0.003 + (family == GeneralizedLinearFamily.Multinomial ? Statistics.Z * 0.004 : 0));
        Bounds.MeanIs(data.InputIndependentLoss!.Value, Losses(Constant(data.Training.Target, predictor, family), data.Training.Target, family), tolerance: 1e-3);
        if (family == GeneralizedLinearFamily.Poisson)
            Assert.Null(data.BayesError);
        else
            Bounds.MeanIs(data.BayesError!.Value, Wrong(predictor, data.Training.Target, family), tolerance: 0.003 + (family == GeneralizedLinearFamily.Multinomial ? Statistics.Z * 0.0036 : 0));
    }

    [Fact]
    public void Without_signal_the_input_is_worth_nothing()
    {
        foreach (var family in Enum.GetValues<GeneralizedLinearFamily>())
        {
            using var data = Synthetic.GeneralizedLinear(samples: 1, family, signal: 0);
            Assert.Equal(data.InputIndependentLoss!.Value, data.LossFloor!.Value, 1e-9);
        }
    }

    [Fact]
    public void Each_family_has_its_task_and_its_targets()
    {
        using var binary = Synthetic.GeneralizedLinear(samples: 5);
        using var classes = Synthetic.GeneralizedLinear(samples: 5, GeneralizedLinearFamily.Multinomial, classes: 4);
        using var counts = Synthetic.GeneralizedLinear(samples: 5, GeneralizedLinearFamily.Poisson);

        Assert.Equal(new LearningTask.BinaryClassification(), binary.Task);
        Assert.Equal(new LearningTask.Classification(4), classes.Task);
        Assert.Equal(new LearningTask.Counts(), counts.Task);
        Assert.Equal([5, 1], binary.Training.Target.shape);
        Assert.Equal((1, int64), (classes.Training.Target.dim(), classes.Training.Target.dtype));
        Assert.Equal([5, 1], counts.Training.Target.shape);
    }

    /// <summary>
    /// The linear predictor with its coefficients told from the samples: for normal inputs the mean of x (y - ȳ) points along them
    /// (Stein's lemma), up to a shift that all classes have in common.
    /// </summary>
    private static Tensor Predictor(Batch samples, GeneralizedLinearFamily family, double signal, double bias)
    {
        var input = samples.Input.narrow(1, 0, 10);
        var multinomial = family == GeneralizedLinearFamily.Multinomial;
        var response = multinomial ? nn.functional.one_hot(samples.Target, 3).to(float64) : samples.Target;
        var directions = input.t().matmul(response - response.mean([0], keepdim: true));
        if (family == GeneralizedLinearFamily.Poisson)
            directions = input.t().matmul((samples.Target + 1).log() - (samples.Target + 1).log().mean());
        var length = multinomial ? Math.Sqrt(2.0 / 3) : 1;
        return (input.matmul(directions / directions.norm(0, keepdim: true)) * signal * length) + bias;
    }

    private static Tensor Constant(Tensor target, Tensor predictor, GeneralizedLinearFamily family)
    {
        var mean = target.to(float64).mean();
        return family switch
        {
            GeneralizedLinearFamily.Binomial => (mean / (1 - mean)).log().expand(predictor.shape),
            GeneralizedLinearFamily.Poisson => mean.log().expand(predictor.shape),
            _ => zeros_like(predictor),
        };
    }

    private static Tensor Losses(Tensor predictor, Tensor target, GeneralizedLinearFamily family) => family switch
    {
        GeneralizedLinearFamily.Binomial => nn.functional.binary_cross_entropy_with_logits(predictor, target, reduction: nn.Reduction.None),
        GeneralizedLinearFamily.Poisson => predictor.exp() - (target * predictor),
        _ => nn.functional.cross_entropy(predictor, target, reduction: nn.Reduction.None),
    };

    private static Tensor Wrong(Tensor predictor, Tensor target, GeneralizedLinearFamily family) =>
        (family == GeneralizedLinearFamily.Binomial ? predictor.gt(0).ne(target.gt(0.5)) : predictor.argmax(1).ne(target)).to(float64);

    public static TheoryData<string, Action> Illegal => new()
    {
        { "family", () => Synthetic.GeneralizedLinear(family: (GeneralizedLinearFamily)7) },
        { "features", () => Synthetic.GeneralizedLinear(features: 0) },
        { "features", () => Synthetic.GeneralizedLinear(family: GeneralizedLinearFamily.Multinomial, features: 2) },
        { "classes", () => Synthetic.GeneralizedLinear(classes: 1) },
        { "signal", () => Synthetic.GeneralizedLinear(signal: -1) },
        { "signal", () => Synthetic.GeneralizedLinear(family: GeneralizedLinearFamily.Poisson, signal: 4) },
        { "bias", () => Synthetic.GeneralizedLinear(bias: double.NaN) },
        { "distractors", () => Synthetic.GeneralizedLinear(distractors: -1) },
    };

    [Theory]
    [MemberData(nameof(Illegal))]
    public void Illegal_arguments_are_refused_by_name(string argument, Action create)
    {
        var exception = Assert.ThrowsAny<ArgumentException>(create);
        Assert.Equal(argument, exception.ParamName);
        Assert.StartsWith(argument, exception.Message, StringComparison.Ordinal);
    }
}
