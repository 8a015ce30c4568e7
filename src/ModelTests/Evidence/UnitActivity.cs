using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    private Recorded<UnitActivity>? unitsAfterTraining;

    /// <summary>Which units are dead, saturated or identical at initialisation.</summary>
    internal UnitActivity Units => Recording(UnitActivity.Record);

    /// <summary>The same after the training steps of <see cref="Steps"/>, which must have stayed finite.</summary>
    internal UnitActivity UnitsAfterTraining =>
        (unitsAfterTraining ??= new(() => UnitActivity.RecordAfterTraining(Create, Steps.Taken.Count, Units, Budget))).Value;
}

/// <summary>
/// Which units of the trained layers are dead, saturated or identical, told by the gradients of their weights: a unit whose activation
/// is 0 or saturated for every sample gets no gradient. No layer's result has to be seen, so it makes no difference how layers are called.
/// </summary>
/// <param name="Samples">How many samples were looked at where a layer was suspicious; the first of them decide about the others.</param>
/// <param name="IsScript">Whether some of the model is TorchScript, whose layers do not show their kind.</param>
/// <param name="Trainable">How many fully connected and convolutional layers are trained.</param>
/// <param name="Layers">Those of them that the outputs have a gradient for.</param>
internal sealed record UnitActivity(long Samples, bool IsScript, int Trainable, IReadOnlyList<LayerUnits> Layers)
{
    /// <summary>A unit that is active for one sample in 20 is missed by all of so many with probability 2e-6.</summary>
    public const int FewestSamples = 256;

    /// <summary>Where batches are small, more would only cost time.</summary>
    private const int MostBatches = 64;

    /// <summary>How often a suspicious layer is drawn anew, to see how many of its units would be dead or saturated by chance.</summary>
    private const int Draws = 8;

    /// <summary>
    /// A unit with less than this share of the gradient that units with other weights have in its place is saturated. A gradient over all samples
    /// is a root mean square of slopes: where 99 % of them are below a hundredth of the usual one, it is about √0.01 = 0.1; half of that leaves room for chance.
    /// </summary>
    public const double Saturated = 0.05;

    /// <summary>The same at the first look, at one batch and one draw: whatever is saturated passes, and most of what is not does not.</summary>
    private const double MaybeSaturated = 0.2;

    public static UnitActivity Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        return Of(subject, null, budget);
    }

    /// <summary>The training steps are taken again, from the same seed, so that nobody else has to pay for what is looked at here.</summary>
    public static UnitActivity RecordAfterTraining(Func<Subject> create, int steps, UnitActivity before, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        TrainingSteps.Replay(subject, steps, budget);
        foreach (var parameter in subject.Tree.Parameters)
            parameter.Tensor.grad = null;
        return Of(subject, before, budget);
    }

    private static UnitActivity Of(Subject subject, UnitActivity? before, RunBudget budget)
    {
        var trainable = AffineLayer.In(subject.Tree).Where(layer => !layer.IsFrozen).ToList();
        var isScript = subject.Tree.Modules.Any(entry => entry.Module is jit.ScriptModule);
        var first = subject.Batches(1)[0];
        var batches = subject.Batches((int)Math.Clamp((FewestSamples + first.Size - 1) / Math.Max(first.Size, 1), 1, MostBatches));
        var layers = trainable.Count == 0 ? [] : new Probe(subject, new UnitGradients(subject, batches, budget), before).Record(trainable);
        return new UnitActivity(batches.Sum(batch => batch.Size), isScript, trainable.Count, layers);
    }

    private sealed class Probe(Subject subject, UnitGradients gradients, UnitActivity? before)
    {
        public List<LayerUnits> Record(IReadOnlyList<AffineLayer> trainable)
        {
            // As built and in training mode first: dropout tells identical units apart.
            subject.Tree.Train();
            var asBuilt = gradients.Of(trainable, Suffice);
            var layers = trainable.Where(asBuilt.ContainsKey).ToList();
            // What training makes identical, such as units that all became 0, is dead or saturated.
            var identical = before is null ? layers.Where(layer => UnitGradients.AreIdentical(layer, asBuilt[layer])).ToHashSet() : [];
            ZeroBranches.Open(subject);
            var sizes = layers.ToDictionary(layer => layer, layer => UnitGradients.SizeOf(asBuilt[layer]));
            var dying = layers.Where(layer => HasManyDead(layer, sizes[layer])).ToList();
            foreach (var (layer, opened) in dying.Count > 0 ? gradients.Sizes(dying) : [])
                sizes[layer] = maximum(sizes[layer], opened);
            var atFirst = gradients.AtFirst(layers);
            return [.. layers.Select(layer => Of(layer, sizes[layer], atFirst[layer], identical.Contains(layer)))];
        }

        /// <summary>Whether further batches could change nothing: each layer has a gradient, few enough units are without one, and none may be identical.</summary>
        private bool Suffice(IReadOnlyDictionary<AffineLayer, Tensor> found, IReadOnlyList<AffineLayer> sought) =>
            sought.All(layer => found.TryGetValue(layer, out var gradient)
                && !HasManyDead(layer, UnitGradients.SizeOf(gradient))
                && (before is not null || !UnitGradients.AreIdentical(layer, gradient)));

        private static bool HasManyDead(AffineLayer layer, Tensor sizes) => new LayerUnits(layer.Path, layer.Weight.shape, layer.Outputs, Count(sizes.eq(0)), false).HasManyDead;

        private LayerUnits Of(AffineLayer layer, Tensor sizes, Tensor atFirst, bool identical)
        {
            var path = layer.Path.Length == 0 ? "weight" : $"{layer.Path}.weight";
            var units = new LayerUnits(path, layer.Weight.shape, layer.Outputs, Count(sizes.eq(0)), identical)
            {
                DeadBefore = before?.Layers.FirstOrDefault(other => other.Path == path)?.Dead,
            };
            if (units.HasManyDead)
            {
                units = units with { DeadByChance = Chance(gradients.Redrawn(layer, Draws).eq(0)) };
                return units.IsDead && (gradients.Compete(layer) || gradients.AreSureOutputs(layer)) ? units with { DeadByChance = null } : units;
            }
            if (!units.IsMany(Count(LessThan(MaybeSaturated, atFirst, gradients.RedrawnAtFirst(layer)))))
                return units;
            var redrawn = gradients.Redrawn(layer, Draws);
            var usual = redrawn.square().mean([0]).sqrt();
            // From the same batches as those with other weights: gradients are summed over them.
            var own = gradients.Sizes([layer])[layer];
            units = units with { Saturated = Count(LessThan(Saturated, own, usual)), SaturatedByChance = Chance(LessThan(Saturated, redrawn, usual)) };
            // What ends in the outputs is saturated when the model is sure of them, and so is what competes, as the experts of a router do.
            return units.IsSaturated && (gradients.Compete(layer) || gradients.AreOutputs(layer)) ? units with { SaturatedByChance = null } : units;
        }

        /// <summary>
        /// The share of dead units where the weights are drawn anew: half of them where no input is negative, all of them
        /// where nothing gets past what follows. The rule of succession, (dead + 1) / (drawn + 2), keeps it above 0.
        /// </summary>
        private static double Chance(Tensor redrawn) => (Count(redrawn) + 1.0) / (redrawn.NumberOfElements + 2.0);

        /// <summary>Where the gradient is cut off for every draw there is nothing to compare with.</summary>
        private static Tensor LessThan(double share, Tensor sizes, Tensor usual) => sizes.lt(usual * share);

        private static long Count(Tensor units) => units.sum().item<long>();
    }
}
