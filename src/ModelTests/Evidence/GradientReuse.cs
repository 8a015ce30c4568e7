using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>Which gradients a training step works with: its own, or those of steps before.</summary>
    internal GradientReuse GradientReuse => Recording(ModelTests.GradientReuse.Record);
}

/// <summary>
/// What the gradients that a training step leaves are made of, in the step after the first one that moved a parameter:
/// <c>left = Own · fresh + Old · before</c>, by least squares, with <c>fresh</c> from a backward pass of our own on the same weights and batch.
/// What was there before is replaced by random values of the same size. Gradients may be scaled or clipped; a step that starts from zero has Old = 0, one that adds to gradients that were already applied has Old = Own.
/// </summary>
/// <param name="Step">The step that was looked at, from 1.</param>
/// <param name="ClearedAtEnd">Whether the step before had left no gradients at all.</param>
/// <param name="Own">The share of this step's gradients.</param>
/// <param name="Old">The share of gradients that were there before the step.</param>
/// <param name="Unexplained">What neither explains, as a share of what was left: 0 when both explain all.</param>
/// <param name="Similarity">The cosine between fresh and old gradients: near 1 they cannot be told apart.</param>
/// <param name="Worst">The parameter whose gradient was changed most by the old ones.</param>
internal sealed record GradientReuse(int Step, bool ClearedAtEnd, double Own, double Old, double Unexplained, double Similarity, string Worst)
{
    /// <summary>Gradient accumulation over 16 batches moves no parameter before.</summary>
    private const int MostSteps = 17;

    private const int Batches = 8;

    /// <summary>Null when no step moved a parameter.</summary>
    public bool NothingMoved => Step == 0;

    public static GradientReuse Record(Func<Subject> create, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var subject = create();
        var batches = subject.Batches(Batches);
        // Before the parameters are listed: making the training may move the model, which replaces them.
        _ = subject.Training;
        var parameters = subject.Tree.Parameters.Where(parameter => parameter.Tensor.requires_grad).ToList();
        for (var step = 1; step <= MostSteps; step++)
        {
            budget.Step($"in training step {step} while looking for the first that moves a parameter");
            using var before = NewDisposeScope();
            var values = parameters.Select(parameter => parameter.Tensor.detach().clone()).ToList();
            Take(subject, batches, step);
            if (parameters.Zip(values).Any(pair => !pair.First.Tensor.Equals(pair.Second)))
                return Compare(subject, batches, parameters, step + 1);
        }
        return new GradientReuse(0, true, 0, 0, 0, 0, "");
    }

    private static void Take(Subject subject, IReadOnlyList<Batch> batches, int step)
    {
        using var scope = NewDisposeScope();
        using var batch = batches[(step - 1) % batches.Count].Clone();
        subject.Reseed(step);
        _ = subject.TrainStep(batch);
    }

    private static GradientReuse Compare(Subject subject, IReadOnlyList<Batch> batches, List<NamedParameter> parameters, int step)
    {
        var before = OwnBackward.Gradients(parameters);
        if (before.All(gradient => TensorScan.Largest(gradient) == 0))
            return new GradientReuse(step, true, 1, 0, 0, 0, "");
        var old = Exchange(subject, parameters, before);
        var fresh = OwnBackward.Of(subject, batches[(step - 1) % batches.Count], parameters, step);
        Take(subject, batches, step);
        var left = OwnBackward.Gradients(parameters);
        var (ff, fo, oo, lf, lo, ll) = (Dot(fresh, fresh), Dot(fresh, old), Dot(old, old), Dot(left, fresh), Dot(left, old), Dot(left, left));
        var determinant = (ff * oo) - (fo * fo);
        var similarity = fo / Math.Sqrt(ff * oo);
        if (!(determinant > 0) || !(ll > 0))
            return new GradientReuse(step, false, double.NaN, double.NaN, 1, similarity, "");
        var own = ((lf * oo) - (lo * fo)) / determinant;
        var carried = ((lo * ff) - (lf * fo)) / determinant;
        var rest = ll - (own * lf) - (carried * lo);
        var worst = parameters.Zip(before, (parameter, gradient) => (parameter.Path, Size: Dot([gradient], [gradient]))).MaxBy(entry => entry.Size).Path;
        return new GradientReuse(step, false, own, carried, Math.Sqrt(Math.Max(0, rest) / ll), similarity, worst);
    }

    /// <summary>
    /// Gives each gradient random values of its size, which nothing but not clearing can bring into the next ones: a step that
    /// trains on earlier samples once more has gradients like the earlier ones for a good reason.
    /// </summary>
    private static List<Tensor> Exchange(Subject subject, List<NamedParameter> parameters, List<Tensor> before)
    {
        subject.Reseed();
        var noise = before.ConvertAll(NoiseLike);
        foreach (var (parameter, values) in parameters.Zip(noise).Where(pair => TensorScan.Largest(pair.Second) > 0))
            parameter.Tensor.grad = values.clone();
        return noise;
    }

    /// <summary>The gradient of a sparse embedding is sparse along its first dimension, the words.</summary>
    private static Tensor NoiseLike(Tensor gradient)
    {
        var noise = randn_like(gradient.is_sparse ? gradient.to_dense() : gradient, requires_grad: false) * TensorScan.RootMeanSquare(gradient);
        return gradient.is_sparse ? noise.to_sparse(1) : noise;
    }

    private static double Dot(List<Tensor> first, List<Tensor> second)
    {
        using var scope = NewDisposeScope();
        return first.Zip(second, (a, b) => (a.to_dense().to(float64) * b.to_dense().to(float64)).sum().item<double>()).Sum();
    }
}
