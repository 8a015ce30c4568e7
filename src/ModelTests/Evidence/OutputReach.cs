using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Which outputs the model can ever give, and which the targets ask for.</summary>
    internal OutputReach Reach => Recording(OutputReach.Record);
}

/// <summary>
/// Between which values the outputs lie whatever the trainable parameters are, told by large random parameters of both signs.
/// An output that goes through an affine layer last grows with them in both directions; one that a ReLU, sigmoid or softplus bounds
/// stays where it is, however large they become.
/// </summary>
/// <param name="NoRegression">Why there are no targets that the outputs should reach; null when there are.</param>
/// <param name="NonFinite">Whether such parameters gave nothing but NaN.</param>
/// <param name="Columns">One for each output feature; a single one for outputs that are no table.</param>
internal sealed record OutputReach(string? NoRegression, bool NonFinite, IReadOnlyList<ColumnReach> Columns)
{
    private const int Batches = 4;

    /// <summary>Each direction is taken forwards and backwards, so that a bias of one sign cannot look like a bound.</summary>
    private const int Directions = 8;

    /// <summary>For parameters that are all 0, such as biases; the order of magnitude that initialisation gives weights.</summary>
    private const double UsualWeight = 0.1;

    /// <summary>How often each parameter's own size; each is four times the one before.</summary>
    internal static readonly int[] Scales = [4, 16, 64];

    public static OutputReach Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        using var untracked = no_grad();
        using var evaluating = subject.Tree.Evaluating();
        var batches = subject.Batches(Batches);
        if (NoRegressionOn(subject, batches[0]) is { } reason)
            return new OutputReach(reason, false, []);

        var targets = cat([.. batches.Select(batch => Table(batch.Target))], 0);
        var (least, largest) = (new List<Tensor>(), new List<Tensor>());
        foreach (var scale in Scales)
        {
            var outputs = Pushed(subject, batches[0], scale, budget);
            if (outputs.Count == 0)
                return new OutputReach(null, true, []);
            var all = cat(outputs, 0);
            least.Add(all.amin([0]));
            largest.Add(all.amax([0]));
        }
        var own = Table(subject.Forward(batches[0].Clone()).Tensor);
        return new OutputReach(null, false, [.. Enumerable.Range(0, (int)targets.shape[1]).Select(column => new ColumnReach(
            targets.shape[1] == 1 ? null : column,
            Bound([.. least.Select(values => values[column].ToDouble())], own.select(1, column).min().ToDouble()),
            -Bound([.. largest.Select(values => -values[column].ToDouble())], -own.select(1, column).max().ToDouble()),
            [.. targets.select(1, column).to(float64).data<double>()]))]);
    }

    /// <summary>
    /// The outputs' lower bound, from the least output at each scale; null when there is none. Without a bound the least output grows with
    /// the scale at least in proportion (by 4 from one scale to the next); with one it stays. 1.5 lies between 1 and 4.
    /// </summary>
    private static double? Bound(double[] least, double own)
    {
        const double Grows = 1.5;
        return least[^1] < 0 && (least[^2] >= 0 || least[^1] < Grows * least[^2]) ? null : Math.Min(own, least.Min());
    }

    internal static List<Tensor> Pushed(Subject subject, Batch batch, int scale, RunBudget budget)
    {
        var parameters = subject.Tree.TrainableParameters.ToList();
        var before = parameters.Select(parameter => parameter.clone()).ToList();
        var outputs = new List<Tensor>();
        for (var direction = 0; direction < Directions; direction++)
        {
            budget.Step("while trying large parameters");
            foreach (var sign in new[] { 1, -1 })
            {
                subject.Reseed(direction);
                foreach (var (parameter, start) in parameters.Zip(before))
                    parameter.copy_(start + (randn_like(start) * (sign * scale * SizeOf(start))));
                subject.Reseed();
                using var copy = batch.Clone();
                var output = Table(subject.Forward(copy).Tensor);
                if (!output.isnan().any().item<bool>())
                    outputs.Add(output);
            }
        }
        foreach (var (parameter, start) in parameters.Zip(before))
            parameter.copy_(start);
        return outputs;
    }

    private static double SizeOf(Tensor parameter)
    {
        var size = parameter.square().mean().sqrt().ToDouble();
        return size > 0 ? size : UsualWeight;
    }

    /// <summary>Samples by features; everything in one column when it is no table.</summary>
    private static Tensor Table(Tensor tensor) => tensor.dim() == 2 ? tensor : tensor.reshape(-1, 1);

    private static string? NoRegressionOn(Subject subject, Batch batch)
    {
        if (batch.Targets is not [var target] || subject.Forward(batch.Clone()).Tensors is not [var output])
            return "there is not one output for one target";
        if (!target.is_floating_point() || !output.is_floating_point())
            return "the targets are class indices";
        if (!target.shape.SequenceEqual(output.shape))
            return $"an output {Shape.Of(output)} is compared with a target {Shape.Of(target)}";
        return IsLeastAtTarget(subject, batch, target) ? null : "the loss is not at its least where the outputs equal the targets";
    }

    /// <summary>Logits, log probabilities and rates are no values to compare with the target: the loss then falls on the way from it.</summary>
    private static bool IsLeastAtTarget(Subject subject, Batch batch, Tensor target)
    {
        if (LossAt(target) is not { } perfect || !double.IsFinite(perfect))
            return false;
        var spread = target.NumberOfElements > 1 ? target.std().ToDouble() : 0;
        if (!(spread > 0))
            return false;
        subject.Reseed();
        var directions = new[] { ones_like(target), (target - target.mean()) / spread, randn_like(target) };
        var others = (from direction in directions
                      from step in new[] { 0.01, 0.1, 1, -0.01, -0.1, -1 }
                      select LossAt(target + (direction * (step * spread)))).OfType<double>().ToList();
        return others.Count > 0 && others.Max() > perfect && others.All(loss => !(loss < perfect));

        double? LossAt(Tensor output)
        {
            try
            {
                return subject.Loss(output, batch.Clone()).ToDouble();
            }
            catch (FixtureException)
            {
                return null;
            }
        }
    }
}

/// <summary>What one output feature can be, and what it should be.</summary>
/// <param name="Column">Its position in the output; null when there is only one.</param>
/// <param name="Least">Below it the output never goes; null when there is no such bound.</param>
/// <param name="Largest">Above it the output never goes; null when there is no such bound.</param>
/// <param name="Targets">The targets of a few batches.</param>
internal sealed record ColumnReach(int? Column, double? Least, double? Largest, IReadOnlyList<double> Targets)
{
    /// <summary>The share of the targets that lie beyond a bound.</summary>
    public double ShareBeyond => Targets.Count(target => target != Nearest(target)) / (double)Targets.Count;

    /// <summary>The share of the targets' variance that remains as error with the best outputs that there can be: 1 - R² cannot be less.</summary>
    public double VarianceLost
    {
        get
        {
            var mean = Targets.Average();
            var variance = Targets.Average(target => Math.Pow(target - mean, 2));
            return variance > 0 ? Targets.Average(target => Math.Pow(target - Nearest(target), 2)) / variance : 0;
        }
    }

    private double Nearest(double target) => Math.Min(Math.Max(target, Least ?? double.NegativeInfinity), Largest ?? double.PositiveInfinity);
}
