using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace ModelTests.Tests;

public class LossIsSaneTests : CheckTests<LossIsSaneAttribute>
{
    private static readonly Losses.OfTokens PaddingCounts = new((output, target) => cross_entropy(output.flatten(0, 1), target.flatten()), padding: 0);

    private protected override IRecipes ShownInDocs => new FaultyRecipes.BroadcastingLoss();

    [Fact]
    public void Holds_for_cross_entropy() => Holds(new ClassifierFixture());

    [Fact]
    public void Holds_for_mean_squared_error() => Holds(new RegressorFixture());

    [Fact]
    public void Holds_for_several_labels_per_sample() => Holds(new Losses.OfAnswers((output, target) => binary_cross_entropy_with_logits(output, target), questions: 5));

    [Fact]
    public void Holds_for_probabilities_of_yes_and_no() => Holds(new Losses.OfAnswers((output, target) => binary_cross_entropy(output, target), sigmoid: true));

    [Fact]
    public void Holds_for_the_overlap_of_masks() => Holds(new Losses.OfMasks((output, target) => 1 - Dice(output, target)));

    [Fact]
    public void Holds_for_tokens_of_which_some_are_left_out() => Holds(new Losses.OfTokens((output, target) => cross_entropy(output.transpose(1, 2), target), padding: -100));

    [Fact]
    public void Holds_where_padding_is_left_out() =>
        Holds(new Losses.OfTokens((output, target) => cross_entropy(output.flatten(0, 1), target.flatten(), ignore_index: 0), padding: 0), new LossIsSaneAttribute { PaddingToken = 0 });

    [Fact]
    public void Label_smoothing_and_class_weights_are_no_fault()
    {
        Holds(new Losses.OfClasses((output, target) => cross_entropy(output, target, label_smoothing: 0.2)));
        Holds(new Losses.OfClasses((output, target) => cross_entropy(output, target, weight: tensor([0.1, 1, 3, 9]).to(output.dtype))));
    }

    [Fact]
    public void A_distance_from_one_hot_rows_is_no_fault() => Holds(new Losses.OfClasses((output, target) => mse_loss(output, one_hot(target, 4).to(output.dtype))));

    [Fact]
    public void A_sum_with_a_learning_rate_that_suits_it_is_no_fault() => Holds(new Losses.OfValues((output, target) => mse_loss(output, target, reduction: Reduction.Sum), rate: 0.0005));

    [Fact]
    public void A_weight_that_has_no_gradient_is_no_fault() => Holds(new Losses.OfClasses((output, target) =>
    {
        var logarithm = log_softmax(output, 1).gather(1, target.unsqueeze(1));
        return -((1 - logarithm.exp()).square().detach() * logarithm).mean();
    }));

    [Fact]
    public void A_value_that_serves_as_a_baseline_without_gradient_is_no_fault() => Holds(new Losses.OfClasses((output, target) =>
    {
        var advantage = (target.to(output.dtype) - 1.5) - output[.., 3];
        return (-log_softmax(output[.., ..3], 1)[.., 0] * advantage.detach()).mean() + (advantage.square().mean() * 0.5);
    }));

    [Fact]
    public void A_target_that_says_how_alike_a_pair_is_need_not_be_like_the_output() =>
        Holds(new Losses.OfAnswers((distance, alike) => ((alike * distance.square()) + ((1 - alike) * (1 - distance).clamp_min(0).square())).mean()));

    [Fact]
    public void A_distance_between_distributions_is_no_fault() =>
        Holds(new Losses.OfValues((output, target) => (2 * (output - target.t()).abs().mean()) - (output - output.t()).abs().mean()));

    [Fact]
    public void Pairs_of_samples_that_are_ranked_are_no_fault() =>
        Holds(new Losses.OfValues((output, target) => softplus(-(output - output.t()) * (target - target.t()).sign()).mean()));

    [Fact]
    public void Labels_that_pull_embeddings_together_are_no_fault() => Holds(new Losses.OfClasses((output, target) =>
    {
        var alike = target.unsqueeze(0).eq(target.unsqueeze(1)).to(output.dtype);
        return ((alike * 2) - 1).mul(cdist(output, output)).add(1).clamp_min(0).mean();
    }));

    [Fact]
    public void A_penalty_that_does_not_depend_on_the_output_is_no_fault() => Holds(new Losses.OfMasks((output, target) => 7 - Dice(output, target)));

    [Fact]
    public void Metrics_that_are_right_are_no_fault()
    {
        Holds(new Losses.WithMetrics((output, target) => new("mean absolute error", (output - target).abs().mean().ToDouble(), HigherIsBetter: false)));
        Holds(new Losses.WithMetrics((output, target) => new("mean output", output.mean().ToDouble())));
        Holds(new Losses.WithMetrics((output, target) => new("energy distance", ((2 * (output - target.t()).abs().mean()) - (output - output.t()).abs().mean()).ToDouble(), HigherIsBetter: false)));
    }

    [Fact]
    public void Does_not_apply_without_a_loss() => Answers(new WithoutLoss(), Outcome.DoesNotApply, "no Loss");

    [Fact]
    public void Cannot_tell_of_padding_that_does_not_occur() => Answers(PaddingCounts, Outcome.CouldNotTell, "padding token 77", new LossIsSaneAttribute { PaddingToken = 77 });

    [Fact]
    public void Names_a_loss_that_broadcasts() => FailsNamingFirst(new FaultyRecipes.BroadcastingLoss(), "Loss", "broadcast");

    [Fact]
    public void Names_the_root_of_an_error_that_broadcasts() => FailsNamingFirst(new Losses.OfValues((output, target) => (output - target.squeeze(1)).square().mean().sqrt()), "Loss", "broadcast");

    [Fact]
    public void A_batch_that_is_mixed_on_purpose_can_be_declared() => Holds(new FaultyRecipes.BroadcastingLoss(), new LossIsSaneAttribute { MixesBatch = true });

    [Fact]
    public void Names_the_wrong_sign_of_an_error() => FailsNamingFirst(new Losses.OfValues((output, target) => -(output - target).square().mean(), rate: 1e-5), "Loss", "wrong sign");

    [Fact]
    public void Names_the_wrong_sign_of_a_likelihood()
    {
        FailsNamingFirst(new Losses.OfClasses((output, target) => -cross_entropy(output, target)), "Loss", "wrong sign");
        FailsNamingFirst(new Losses.OfAnswers((output, target) => -binary_cross_entropy_with_logits(output, target)), "Loss", "wrong sign");
    }

    [Fact]
    public void Names_a_score_that_is_minimised() => FailsNamingFirst(new Losses.OfMasks(Dice), "Loss", "wrong sign");

    [Fact]
    public void Names_a_loss_that_is_cut_off() => FailsNamingFirst(new CutOff(), "Loss", "cut off");

    [Fact]
    public void Names_a_likelihood_that_is_given_logits() => FailsNamingFirst(new Losses.OfClasses((output, target) => nll_loss(output, target)), "Loss", "nll_loss without log_softmax");

    [Fact]
    public void Names_a_softmax_before_cross_entropy() => FailsNamingFirst(new Losses.OfClasses((output, target) => cross_entropy(softmax(output, 1), target)), "Loss", "softmax");

    [Fact]
    public void Names_a_sigmoid_before_binary_cross_entropy_with_logits() =>
        FailsNamingFirst(new Losses.OfAnswers((output, target) => binary_cross_entropy_with_logits(output.sigmoid(), target), questions: 3), "Loss", "sigmoid");

    [Fact]
    public void Names_a_softmax_over_the_samples() => FailsNamingFirst(new Losses.OfClasses((output, target) => nll_loss(log_softmax(output, 0), target)), "Loss", "another dimension");

    [Fact]
    public void Names_padding_that_counts() => FailsNamingFirst(PaddingCounts, "Loss", "padded positions count", new LossIsSaneAttribute { PaddingToken = 0 });

    [Fact]
    public void Names_a_logarithm_of_zero() => FailsNamingFirst(new FaultyRecipes.UnstableLoss(), "Loss", "logarithm");

    [Fact]
    public void Names_a_logarithm_of_probabilities_that_become_zero() =>
        FailsNamingFirst(new Losses.OfAnswers((output, target) => -((target * output.log()) + ((1 - target) * (1 - output).log())).mean(), sigmoid: true), "Loss", "logarithm");

    [Fact]
    public void Names_a_sum_that_diverges() => FailsNamingFirst(new FaultyRecipes.DivergingSum(), "Loss", "size of the batch");

    [Fact]
    public void Names_a_gradient_with_the_wrong_sign() => FailsNamingFirst(new Losses.OfValues((output, target) =>
    {
        var error = (output - target).square().mean();
        return (error.detach() * 2) - error;
    }), "Loss", "wrong sign");

    [Fact]
    public void Names_a_metric_that_says_the_wrong_direction() =>
        FailsNamingFirst(new Losses.WithMetrics((output, target) => new("mean squared error", (output - target).square().mean().ToDouble())), "Metrics mean squared error", "wrong direction");

    [Fact]
    public void Names_a_metric_that_broadcasts() =>
        FailsNamingFirst(new Losses.WithMetrics((output, target) => new("mean absolute error", (output - target.squeeze(1)).abs().mean().ToDouble(), HigherIsBetter: false)), "Metrics mean absolute error", "broadcast");

    private static Tensor Dice(Tensor output, Tensor target)
    {
        var probabilities = output.sigmoid();
        return ((probabilities * target).sum() * 2) / (probabilities.sum() + target.sum() + 1e-3);
    }

    private sealed class CutOff : ClassifierFixture
    {
        public override Tensor Loss(Tensor output, Tensor target) => cross_entropy(output.detach(), target).requires_grad_();

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch) => Loss(Forward(training.Model, batch), batch);
    }

    private sealed class WithoutLoss : ClassifierFixture
    {
        public override ModelData CreateData() => ModelData.From([new Batch([randn(32, 10)], [])]);

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            training.Optimizer.zero_grad();
            var loss = Forward(training.Model, batch).Tensor.square().mean();
            loss.backward();
            training.Optimizer.step();
            return loss;
        }
    }
}
