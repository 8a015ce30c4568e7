using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>The gradients with which the optimizers step.</summary>
    internal StepGradients StepGradients => Recording(ModelTests.StepGradients.Record);
}

/// <summary>
/// The gradients that the optimizers find when the fixture's own training step makes them step, beside those of a backward pass of our own
/// before and those that are left after it. Later steps start from enlarged parameters, so that clipping has something to do.
/// </summary>
internal sealed record StepGradients(IReadOnlyList<ObservedStep> Steps)
{
    /// <summary>
    /// By how much the parameters are multiplied before each step. Three steps without tell what training does; with enlarged parameters the
    /// gradients of most losses grow by far more than the factor.
    /// </summary>
    private static readonly double[] Factors = [1, 1, 1, 4, 4, 4];

    /// <summary>Gradient accumulation over 16 batches makes no optimizer step before.</summary>
    private const int MostStepsBetween = 17;

    private const int Batches = 8;

    public static StepGradients Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batches = subject.Batches(Batches);
        // Before the parameters are listed: making the training may move the model, which replaces them.
        var optimizers = subject.Training.Optimizers;
        var parameters = subject.Tree.Parameters.Where(parameter => parameter.Tensor.requires_grad).ToList();
        var begun = new List<(int Optimizer, List<Tensor> Gradients)>();
        var held = optimizers.Select(optimizer => HeldBy(optimizer, parameters)).ToList();
        for (var i = 0; i < optimizers.Count; i++)
        {
            var number = i;
            // A training step may have a dispose scope of its own, which these must outlive.
            StepWatch.Watch(optimizers[i], () => begun.Add((number, OwnBackward.Gradients(held[number]).ConvertAll(gradient => gradient.MoveToOtherDisposeScope(scope)))));
        }

        var steps = new List<ObservedStep>();
        var (taken, size) = (0, 1.0);
        foreach (var factor in Factors)
        {
            Multiply(parameters, factor);
            size *= factor;
            try
            {
                for (var waited = 0; waited < MostStepsBetween; waited++)
                {
                    budget.Step($"in training step {++taken} while looking at the gradients with which the optimizer steps");
                    using var stepScope = NewDisposeScope();
                    var batch = batches[(taken - 1) % batches.Count];
                    var computed = subject.HasLoss(batch) ? OwnBackward.Of(subject, batch, parameters, taken) : null;
                    Take(subject, batch, taken);
                    steps.AddRange(begun.Select(step => ObservedStep.Of(step.Optimizer, size, held[step.Optimizer], step.Gradients,
                        computed is null ? null : [.. held[step.Optimizer].Select(parameter => computed[parameters.IndexOf(parameter)])],
                        begun.Count(other => other.Optimizer == step.Optimizer) == 1)));
                    var seen = begun.Count > 0;
                    begun.Clear();
                    if (seen)
                        break;
                }
            }
            catch (FixtureException exception) when (size > 1 && exception.InnerException is not null)
            {
                // A model may refuse values that training never gives it.
                break;
            }
        }
        return new StepGradients(steps);
    }

    private static void Take(Subject subject, Batch batch, int step)
    {
        using var copy = batch.Clone();
        subject.Reseed(step);
        _ = subject.TrainStep(copy);
    }

    private static List<NamedParameter> HeldBy(optim.Optimizer optimizer, List<NamedParameter> parameters)
    {
        var addresses = optimizer.ParamGroups.OfType<TorchSharp.Modules.ParamGroup>().SelectMany(group => group.Parameters).Select(parameter => MemoryAddress.Of(parameter)).ToHashSet();
        return [.. parameters.Where(parameter => addresses.Contains(parameter.Address))];
    }

    private static void Multiply(List<NamedParameter> parameters, double factor)
    {
        if (factor == 1)
            return;
        using var untracked = no_grad();
        foreach (var parameter in parameters)
            parameter.Tensor.mul_(factor);
    }
}

/// <summary>One step of one optimizer.</summary>
/// <param name="Optimizer">The number of the optimizer, from 0.</param>
/// <param name="Size">How often their own size the parameters had been given before.</param>
/// <param name="Norm">The norm of all its gradients when it stepped.</param>
/// <param name="Computed">That of the gradients of our own backward pass; null where the fixture has no loss.</param>
/// <param name="Cosine">The cosine between the two.</param>
/// <param name="Left">That of the gradients after the training step.</param>
/// <param name="LeftLargest">Their largest magnitude.</param>
/// <param name="Change">How those differ from the gradients of the step.</param>
/// <param name="Parameters">Each parameter's norm when the optimizer stepped, and our own.</param>
internal sealed record ObservedStep(int Optimizer, double Size, double Norm, double? Computed, double? Cosine, double Left, double LeftLargest, LaterChange Change, IReadOnlyList<ParameterNorm> Parameters)
{
    /// <summary>Single precision rounds each product to 6e-8 of it.</summary>
    private const double SameDirection = 1 - 1e-6;

    public bool IsFinite => double.IsFinite(Norm) && double.IsFinite(Computed ?? 0) && double.IsFinite(Left);

    public static ObservedStep Of(int optimizer, double size, List<NamedParameter> parameters, List<Tensor> gradients, List<Tensor>? computed, bool onlyStep)
    {
        var (all, left) = (Flat(gradients), Flat(OwnBackward.Gradients(parameters)));
        var own = computed is null ? null : Flat(computed);
        return new ObservedStep(optimizer, size, NormOf(all), own is null ? null : NormOf(own), own is null ? null : CosineOf(all, own),
            NormOf(left), TensorScan.Largest(left), onlyStep ? ChangeOf(all, left) : LaterChange.Other,
            [.. parameters.Select((parameter, i) => new ParameterNorm(parameter.Path, parameter.Tensor.shape, NormOf(gradients[i]), computed is null ? null : NormOf(computed[i])))]);
    }

    private static LaterChange ChangeOf(Tensor before, Tensor after)
    {
        if (before.Equals(after))
            return LaterChange.None;
        if (CosineOf(before, after) > SameDirection)
            return LaterChange.Scaled;
        var limit = TensorScan.Largest(after);
        return limit > 0 && after.Equals(before.clamp(-limit, limit)) ? LaterChange.Clamped : LaterChange.Other;
    }

    private static Tensor Flat(List<Tensor> tensors) => tensors.Count == 0 ? zeros(0, float64) : cat([.. tensors.Select(tensor => tensor.to_dense().flatten().to(float64))]);

    private static double NormOf(Tensor tensor) => tensor.NumberOfElements == 0 ? 0 : tensor.to(float64).norm().ToDouble();

    /// <summary>NaN where one of them is all zeros.</summary>
    private static double CosineOf(Tensor first, Tensor second) => (first * second).sum().ToDouble() / (NormOf(first) * NormOf(second));
}

/// <summary>The norm of one parameter's gradient.</summary>
internal sealed record ParameterNorm(string Path, IReadOnlyList<long> Shape, double Norm, double? Computed);

/// <summary>What became of the gradients after the optimizer had stepped with them.</summary>
internal enum LaterChange
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>They were multiplied by one number.</summary>
    Scaled,

    /// <summary>Every value above a limit was set to the limit.</summary>
    Clamped,

    /// <summary>Something else, such as another backward pass, or they were cleared.</summary>
    Other,
}
