using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Which units are dead or identical at initialisation.</summary>
    internal UnitActivity Units => Recording(UnitActivity.Record);
}

/// <summary>
/// Which units of the trained layers are dead or identical at initialisation, told by the gradients of their weights: a unit whose activation
/// is 0 or saturated for every sample gets a gradient of exactly 0. No layer's result has to be seen, so it makes no difference how layers are called.
/// </summary>
/// <param name="Samples">How many samples were looked at.</param>
/// <param name="IsScript">Whether some of the model is TorchScript, whose layers do not show their kind.</param>
/// <param name="Trainable">How many fully connected and convolutional layers are trained.</param>
/// <param name="Layers">Those of them that the outputs have a gradient for.</param>
internal sealed record UnitActivity(long Samples, bool IsScript, int Trainable, IReadOnlyList<LayerUnits> Layers)
{
    /// <summary>A unit that is active for one sample in 20 is missed by all of so many with probability 2e-6.</summary>
    private const int FewestSamples = 256;

    /// <summary>Where batches are small, more would only cost time.</summary>
    private const int MostBatches = 16;

    /// <summary>How often a layer with many dead units is drawn anew, to see how many would be dead by chance.</summary>
    private const int Draws = 8;

    /// <summary>Equal units get equal gradients, up to rounding in single precision.</summary>
    private const double Rounding = 1e-4;

    public static UnitActivity Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var trainable = AffineLayer.In(subject.Tree).Where(layer => !layer.IsFrozen).ToList();
        var isScript = subject.Tree.Modules.Any(entry => entry.Module is jit.ScriptModule);
        var first = subject.Batches(1)[0];
        var batches = subject.Batches((int)Math.Clamp((FewestSamples + first.Size - 1) / Math.Max(first.Size, 1), 1, MostBatches));
        return new UnitActivity(batches.Sum(batch => batch.Size), isScript, trainable.Count, new Probe(subject, batches, trainable, budget).Record());
    }

    private sealed class Probe(Subject subject, IReadOnlyList<Batch> batches, IReadOnlyList<AffineLayer> trainable, RunBudget budget)
    {
        public List<LayerUnits> Record()
        {
            if (trainable.Count == 0)
                return [];
            // Training mode first: dropout tells identical units apart, and batch normalisation centres what evaluation mode does not yet.
            subject.Tree.Train();
            var asBuilt = Gradients(trainable);
            var layers = trainable.Where(asBuilt.ContainsKey).ToList();
            var identical = layers.Where(layer => AreIdentical(layer, asBuilt[layer])).ToHashSet();
            ZeroBranches.Open(subject);
            var alive = layers.ToDictionary(layer => layer, layer => IsAlive(asBuilt[layer]));
            foreach (var (layer, more) in Alive(layers))
                alive[layer] = alive[layer].logical_or(more);
            return [.. layers.Select(layer => Of(layer, alive[layer], identical.Contains(layer)))];
        }

        private LayerUnits Of(AffineLayer layer, Tensor alive, bool identical)
        {
            var units = new LayerUnits(layer.Path.Length == 0 ? "weight" : $"{layer.Path}.weight", layer.Weight.shape, layer.Outputs, layer.Outputs - Count(alive), identical);
            return units.HasManyDead ? units with { DeadByChance = DeadByChance(layer) } : units;
        }

        /// <summary>
        /// The share of the layer's units that is dead when its weights are drawn anew: half of them where no input is negative, all of them
        /// where nothing gets past what follows. The rule of succession, (dead + 1) / (drawn + 2), keeps it above 0.
        /// </summary>
        private double DeadByChance(AffineLayer layer)
        {
            using var scope = NewDisposeScope();
            using var weight = layer.Weight.detach().clone();
            using var bias = layer.Bias?.detach().clone();
            var dead = 0L;
            for (var draw = 1; draw <= Draws; draw++)
            {
                subject.Reseed(draw);
                Draw(layer);
                dead += layer.Outputs - (Alive([layer]).TryGetValue(layer, out var alive) ? Count(alive) : 0);
            }
            using (no_grad())
            {
                layer.Weight.copy_(weight);
                layer.Bias?.copy_(bias!);
            }
            return (dead + 1.0) / ((Draws * layer.Outputs) + 2.0);
        }

        private static void Draw(AffineLayer layer)
        {
            using var untracked = no_grad();
            var spread = Math.Sqrt((double)layer.Outputs / layer.Weight.NumberOfElements);
            layer.Weight.copy_(randn_like(layer.Weight) * spread);
            layer.Bias?.copy_(randn_like(layer.Bias) * spread);
        }

        /// <summary>The units that have a gradient, be it in training mode or in evaluation mode.</summary>
        private Dictionary<AffineLayer, Tensor> Alive(IReadOnlyList<AffineLayer> layers)
        {
            subject.Tree.Train();
            var alive = Gradients(layers).ToDictionary(entry => entry.Key, entry => IsAlive(entry.Value));
            using var evaluating = subject.Tree.Evaluating();
            foreach (var (layer, gradient) in Gradients(layers))
                alive[layer] = alive.TryGetValue(layer, out var before) ? before.logical_or(IsAlive(gradient)) : IsAlive(gradient);
            return alive;
        }

        /// <summary>For each layer [units, weights of a unit and its bias]: the gradients of the outputs, weighted at random, summed over all batches.</summary>
        private Dictionary<AffineLayer, Tensor> Gradients(IReadOnlyList<AffineLayer> layers)
        {
            var number = 0;
            foreach (var batch in batches)
            {
                budget.Step($"while looking for dead units in batch {++number} of {batches.Count}");
                using var scope = NewDisposeScope();
                subject.Reseed(number);
                var outputs = subject.Forward(batch.Clone()).Tensors.Where(tensor => tensor.is_floating_point() && tensor.requires_grad).ToList();
                if (outputs.Count > 0)
                    outputs.Select(output => (output * randn_like(output)).sum()).Aggregate((sum, next) => sum + next).backward();
            }
            var gradients = new Dictionary<AffineLayer, Tensor>();
            foreach (var layer in layers)
            {
                using var weight = layer.Weight.grad;
                using var bias = layer.Bias?.grad;
                if (weight is not null)
                    gradients[layer] = Rows(layer, weight, bias);
            }
            foreach (var parameter in subject.Tree.Parameters)
                parameter.Tensor.grad = null;
            return gradients;
        }

        private static bool AreIdentical(AffineLayer layer, Tensor gradient)
        {
            using var scope = NewDisposeScope();
            using var untracked = no_grad();
            var perGroup = layer.Outputs / Groups(layer);
            if (perGroup < 2 || TensorScan.Largest(layer.Weight) == 0)
                return false;
            var largest = TensorScan.Largest(gradient);
            return largest > 0
                && Spread(Rows(layer, layer.Weight, layer.Bias)) == 0
                && Spread(gradient) < Rounding * largest;

            // How far the units of a group are apart: those of different groups see different inputs.
            double Spread(Tensor rows)
            {
                var grouped = rows.reshape(-1, perGroup, rows.shape[1]);
                return TensorScan.Largest(grouped - grouped.narrow(1, 0, 1));
            }
        }

        /// <summary>One row for each unit. Transposed convolutions have their units along the second dimension, group by group.</summary>
        private static Tensor Rows(AffineLayer layer, Tensor weight, Tensor? bias)
        {
            var groups = Groups(layer);
            var rows = layer.IsTransposed
                ? weight.reshape(groups, layer.Inputs / groups, layer.Outputs / groups, -1).transpose(1, 2).reshape(layer.Outputs, -1)
                : weight.reshape(layer.Outputs, -1);
            return (bias is null ? rows : cat([rows, bias.reshape(-1, 1)], 1)).detach().clone();
        }

        private static long Groups(AffineLayer layer) => layer.Module is TorchSharp.Modules.Convolution convolution ? convolution.groups : 1;

        // NaN is no 0: what is not finite is another check's business.
        private static Tensor IsAlive(Tensor gradient) => gradient.ne(0).any(1);

        private static long Count(Tensor alive) => alive.sum().item<long>();
    }
}

/// <summary>The units of one layer.</summary>
/// <param name="Path">The path of its weight.</param>
/// <param name="Size">The weight's sizes.</param>
/// <param name="Units">How many there are: output features or channels.</param>
/// <param name="Dead">How many get a gradient of exactly 0.</param>
/// <param name="AreIdentical">Whether all units that see the same input have the same weights, bias and gradient.</param>
internal sealed record LayerUnits(string Path, IReadOnlyList<long> Size, long Units, long Dead, bool AreIdentical)
{
    /// <summary>
    /// The share of dead units that says nothing: where no input is negative, as behind a ReLU or in an image, a random unit is either
    /// always positive or always negative, and dead behind a ReLU with probability 1/2.
    /// </summary>
    private const double Usual = 0.5;

    /// <summary>How many standard deviations of the share are chance.</summary>
    private const double Deviations = 5;

    /// <summary>The one-sided probability of five standard deviations, rounded up.</summary>
    private const double Improbable = 1e-6;

    /// <summary>How probable it is that a unit with other weights in the same place is dead; null where it was not asked.</summary>
    public double? DeadByChance { get; init; }

    /// <summary>All units, or more than half of them and what chance adds.</summary>
    public bool HasManyDead => Dead == Units || Dead > Units * (Usual + (Deviations * Math.Sqrt(Usual * (1 - Usual) / Units)));

    /// <summary>Whether many units are dead and it is their weights that make them so.</summary>
    public bool IsDead => HasManyDead && DeadByChance is { } chance && Bound(chance) < Improbable;

    /// <summary>
    /// A bound of the probability that so many of n units are dead by chance: exp(−n KL(dead / n ‖ chance)), which is chanceⁿ where all are
    /// (Hoeffding 1963, "Probability Inequalities for Sums of Bounded Random Variables", theorem 1).
    /// </summary>
    private double Bound(double chance)
    {
        var share = (double)Dead / Units;
        if (share <= chance)
            return 1;
        var divergence = (share * Math.Log(share / chance)) + (share < 1 ? (1 - share) * Math.Log((1 - share) / (1 - chance)) : 0);
        return Math.Exp(-Units * divergence);
    }
}
