using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// What CreateModel draws and what it sets: parameters and floating-point buffers of models from several seeds. A value that is the same for all of them
/// is set (zeros, ones, pretrained weights), the others are drawn.
/// </summary>
internal sealed class InitialDraw
{
    /// <summary>So many models are made. Values drawn in float32 are equal by chance in 1 of 10⁷ cases per pair.</summary>
    private const int Seeds = 4;

    public required IReadOnlyList<InitialTensor> Tensors { get; init; }

    /// <summary>The tensors belong to the caller's scope.</summary>
    /// <param name="createAt">Makes a model at so many seeds after the fixture's.</param>
    /// <param name="budget">The check's.</param>
    public static InitialDraw Record(Func<int, Subject> createAt, RunBudget budget)
    {
        using var untracked = no_grad();
        var tensors = new List<InitialTensor>();
        for (var seed = 0; seed < Seeds; seed++)
        {
            budget.Step("while making the model from several seeds");
            using var subject = createAt(seed);
            if (seed == 0)
                tensors.AddRange(Of(subject).Select(entry => new InitialTensor(entry.Path, entry.IsParameter, entry.Tensor.requires_grad, entry.Tensor.detach().clone().MoveToOuterDisposeScope())));
            else
                Add(tensors, Of(subject).ToDictionary(entry => entry.Path, entry => entry.Tensor));
        }
        return new InitialDraw { Tensors = tensors };
    }

    /// <summary>The parameters, then the buffers, that initialisation may draw.</summary>
    public static IEnumerable<(string Path, bool IsParameter, Tensor Tensor)> Of(Subject subject) =>
        subject.Tree.Parameters.Select(parameter => (parameter.Path, IsParameter: true, Tensor: (Tensor)parameter.Tensor))
            .Concat(subject.Tree.Buffers.Select(buffer => (buffer.Path, IsParameter: false, buffer.Tensor)))
            .Where(entry => entry.Tensor.is_floating_point() && !entry.Tensor.is_sparse)
            .DistinctBy(entry => entry.Path);

    private static void Add(List<InitialTensor> tensors, Dictionary<string, Tensor> others)
    {
        foreach (var tensor in tensors)
        {
            if (others.TryGetValue(tensor.Path, out var other) && other.shape.SequenceEqual(tensor.Values.shape))
                tensor.Compare(other.detach());
        }
    }
}

/// <summary>A parameter or buffer as the first model has it, and which of its values other seeds change.</summary>
internal sealed class InitialTensor(string path, bool isParameter, bool isTrainable, Tensor values)
{
    private readonly double[] sums = PowerSums(values.to(float64));
    private int models = 1;

    public string Path => path;

    public bool IsParameter => isParameter;

    public bool IsTrainable => isTrainable;

    public Tensor Values => values;

    /// <summary>Which values are drawn; null when none is.</summary>
    public Tensor? Drawn { get; private set; }

    /// <summary>Whether all values that were seen are at least zero: a model may take their root or logarithm.</summary>
    public bool IsNonNegative { get; private set; } = values.NumberOfElements > 0 && values.min().ToDouble() >= 0;

    /// <summary>The drawn values of all models; null when none is drawn.</summary>
    public DrawnValues? Moments
    {
        get
        {
            if (Drawn is null)
                return null;
            using var scope = NewDisposeScope();
            var drawn = Drawn.sum().ToInt64();
            // What is set is the same in every model.
            var set = PowerSums(values.to(float64).masked_fill(Drawn, 0));
            var count = drawn * models;
            var moments = sums.Zip(set).Select(pair => (pair.First - (models * pair.Second)) / count).ToList();
            return new DrawnValues(count, (double)drawn / values.NumberOfElements, moments[0], Math.Sqrt(moments[1]), moments[1] == 0 ? 0 : moments[2] / (moments[1] * moments[1]));
        }
    }

    public void Compare(Tensor other)
    {
        models++;
        using (var scope = NewDisposeScope())
        {
            var power = PowerSums(other.to(float64));
            for (var i = 0; i < sums.Length; i++)
                sums[i] += power[i];
            IsNonNegative = IsNonNegative && other.min().ToDouble() >= 0;
        }
        var differ = other.ne(values);
        if (Drawn is not null || differ.any().item<bool>())
            Drawn = (Drawn is null ? differ : Drawn.logical_or(differ)).MoveToOuterDisposeScope();
    }

    /// <summary>Of first, second and fourth powers.</summary>
    private static double[] PowerSums(Tensor values)
    {
        using var scope = NewDisposeScope();
        var squares = values.square();
        return [values.sum().ToDouble(), squares.sum().ToDouble(), squares.square().sum().ToDouble()];
    }
}

/// <summary>What is known of the distribution from which a tensor is drawn.</summary>
/// <param name="Count">How many values were seen.</param>
/// <param name="Share">The share of the tensor that is drawn.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Rms">Their root mean square.</param>
/// <param name="Kurtosis">The mean fourth power over the square of the mean square: 1.8 for a uniform distribution around 0, 3 for a normal one.</param>
internal sealed record DrawnValues(long Count, double Share, double Mean, double Rms, double Kurtosis)
{
    /// <summary>In standard errors: a normal estimate passes it once in 1.7 million comparisons.</summary>
    private const double Limit = 5;

    /// <summary>Fewer values tell nothing of their distribution.</summary>
    private const long FewestValues = 64;

    /// <summary>Values that are equal by chance are not counted as drawn.</summary>
    private const double ShareLimit = 1e-2;

    /// <summary>Beyond that of a normal distribution, fourth moments of samples scatter too widely to be compared.</summary>
    private const double HeavyTails = 4;

    /// <summary>What differs between the two distributions by more than chance: "rms 0.22, was 0.18"; null when nothing does.</summary>
    public string? ChangeFrom(DrawnValues before)
    {
        if (Math.Abs(Share - before.Share) > ShareLimit)
            return $"{Figures.Percent(Share)} of the values are drawn, was {Figures.Percent(before.Share)}";
        if (Math.Min(Count, before.Count) < FewestValues)
            return null;
        var inverse = (1.0 / Count) + (1.0 / before.Count);
        var kurtosis = Math.Max(Kurtosis, before.Kurtosis);
        var size = Math.Max(Rms, before.Rms);
        // The standard error of a sample's root mean square, by the delta method, is rms · √((kurtosis - 1) / 4n).
        if (Math.Abs(Rms - before.Rms) > Limit * size * Math.Sqrt((kurtosis - 1) / 4 * inverse))
            return $"drawn with rms {Figures.Of(Rms)}, was {Figures.Of(before.Rms)}";
        if (Math.Abs(Mean - before.Mean) > Limit * size * Math.Sqrt(inverse))
            return $"drawn with mean {Figures.Of(Mean)}, was {Figures.Of(before.Mean)}";
        // That of a normal sample's kurtosis is √(24 / n); lighter tails scatter less.
        if (kurtosis < HeavyTails && Math.Abs(Kurtosis - before.Kurtosis) > Limit * Math.Sqrt(24 * inverse))
            return $"drawn from another distribution: kurtosis {Figures.Of(Kurtosis)}, was {Figures.Of(before.Kurtosis)}";
        return null;
    }
}
