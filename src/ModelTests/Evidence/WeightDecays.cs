using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>How strongly weight decay pulls at the initial weights.</summary>
    internal WeightDecays WeightDecays => Recording(ModelTests.WeightDecays.Record);
}

/// <summary>The weight decay of each parameter group that has one, next to the gradients at the initial weights.</summary>
internal sealed record WeightDecays(IReadOnlyList<DecayPull> Pulls)
{
    /// <summary>What TorchSharp calls it in the options of every optimizer that has it.</summary>
    private const string Option = "weight_decay";

    /// <summary>The group in which decay outweighs the gradient most; null when there is none with decay and a gradient.</summary>
    public DecayPull? Strongest => Pulls.MaxBy(pull => pull.Ratio);

    public static WeightDecays Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while weighing weight decay against the gradient");
        using var scope = NewDisposeScope();
        using var subject = create();
        using var batch = subject.Batches(1)[0];
        var groups = subject.Training.Optimizers.SelectMany(optimizer => optimizer.ParamGroups).OfType<ParamGroup>()
            .Select(group => (Decay: DecayOf(group), IsDecoupled: group.Options is AdamW.Options, Held: group.Parameters.Select(parameter => MemoryAddress.Of(parameter)).ToHashSet()))
            .Where(group => group.Decay > 0).ToList();
        if (groups.Count == 0 || !subject.HasLoss(batch))
            return new WeightDecays([]);
        var parameters = subject.Tree.Parameters.Where(parameter => parameter.Tensor.requires_grad).ToList();
        subject.Tree.Train();
        var gradients = OwnBackward.Of(subject, batch, parameters, noise: 1);
        return new WeightDecays([.. from decaying in groups
                                    let members = parameters.Zip(gradients).Where(pair => decaying.Held.Contains(pair.First.Address)).ToList()
                                    let weight = Norm(members.Select(member => (Tensor)member.First.Tensor))
                                    // AdamW's decay does not go through the gradient: it stands beside steps of about 1 times the rate for every value.
                                    let gradient = decaying.IsDecoupled ? Math.Sqrt(members.Sum(member => member.Second.NumberOfElements)) : Norm(members.Select(member => member.Second))
                                    where gradient > 0
                                    select new DecayPull(decaying.Decay, decaying.Decay * weight, gradient)]);
    }

    private static double DecayOf(ParamGroup group)
    {
        const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
        var type = group.Options?.GetType();
        return (type?.GetField(Option, Any)?.GetValue(group.Options) ?? type?.GetProperty(Option, Any)?.GetValue(group.Options)) is double decay ? decay : 0;
    }

    private static double Norm(IEnumerable<Tensor> tensors)
    {
        using var untracked = no_grad();
        return Math.Sqrt(tensors.Sum(tensor => Math.Pow(TensorScan.RootMeanSquare(tensor), 2) * tensor.NumberOfElements));
    }
}

/// <summary>The weight decay of a parameter group.</summary>
/// <param name="Decay">The factor.</param>
/// <param name="Pull">The L2 norm of the factor times the weights.</param>
/// <param name="Gradient">The L2 norm of the loss's gradient; of a step at rate 1 where decay does not go through the gradient.</param>
internal sealed record DecayPull(double Decay, double Pull, double Gradient)
{
    /// <summary>
    /// How many times the gradient a pull must be to be called the culprit. At equal strength the weights still find a balance; at ten times
    /// they shrink until their gradient is a tenth of what it was at first. Usual factors, up to 0.01, pull with a hundredth of it.
    /// </summary>
    private const double Overwhelming = 10;

    public double Ratio => Pull / Gradient;

    public bool Dominates => Ratio > Overwhelming;

    public string Seen => $"{Figures.Of(Decay)}: it pulls at the initial weights {Figures.Of(Ratio)} times as strongly as the loss (norm {Figures.Of(Pull)} against {Figures.Of(Gradient)})";

    public static string Cause => "the weight decay shrinks the weights faster than the loss can move them, so that they end near 0";

    public static string Change => "lower the optimizer's weight_decay; usual values are from 1e-5 to 0.01";
}
