using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The gradients of the outputs, weighted at random, by the weights of a layer's units, with the weights that it has and with others.</summary>
internal sealed class UnitGradients(Subject subject, IReadOnlyList<Batch> batches, RunBudget budget)
{
    /// <summary>Equal units get equal gradients, up to rounding in single precision.</summary>
    private const double Rounding = 1e-4;

    /// <summary>
    /// The gradients of units that compete, as behind a softmax, sum to 0 but for rounding; those of n independent units to about 1/√n
    /// of the sum of their sizes, which is above this for up to 10,000 units.
    /// </summary>
    private const double SumToNothing = 0.01;

    /// <summary>How many units are tried to see where in the outputs they come out.</summary>
    private const int UnitsTried = 3;

    /// <summary>For each layer that the outputs have a gradient for [units, weights of a unit and its bias], summed over all batches, in the mode that the model is in.</summary>
    public Dictionary<AffineLayer, Tensor> Of(IReadOnlyList<AffineLayer> layers) => Of(layers, batches);

    /// <summary>The same, summed over the first batches until they suffice.</summary>
    public Dictionary<AffineLayer, Tensor> Of(IReadOnlyList<AffineLayer> layers, Func<IReadOnlyDictionary<AffineLayer, Tensor>, IReadOnlyList<AffineLayer>, bool> suffice)
    {
        var sums = new Dictionary<AffineLayer, Tensor>();
        for (var number = 1; number <= batches.Count && (number == 1 || !suffice(sums, layers)); number++)
        {
            foreach (var (layer, gradient) in Of(layers, [batches[number - 1]], number))
                sums[layer] = sums.TryGetValue(layer, out var sum) ? sum + gradient : gradient;
        }
        return sums;
    }

    /// <summary>For each layer [units]: the size of its units' gradients, the larger one of training mode and evaluation mode; 0 without any.</summary>
    public Dictionary<AffineLayer, Tensor> Sizes(IReadOnlyList<AffineLayer> layers)
    {
        // Batch normalisation centres in training mode what evaluation mode does not yet.
        subject.Tree.Train();
        var training = Of(layers);
        using var evaluating = subject.Tree.Evaluating();
        var evaluation = Of(layers);
        return layers.ToDictionary(layer => layer, layer => maximum(Size(training, layer), Size(evaluation, layer)));

        static Tensor Size(Dictionary<AffineLayer, Tensor> gradients, AffineLayer layer) => gradients.TryGetValue(layer, out var gradient) ? SizeOf(gradient) : zeros(layer.Outputs, float64);
    }

    /// <summary>[draws, units]: the sizes when the layer's weights are drawn anew; the layer is then as it was.</summary>
    public Tensor Redrawn(AffineLayer layer, int draws) =>
        stack([.. Enumerable.Range(1, draws).Select(draw => With(layer, draw, () => Sizes([layer])[layer]))]);

    /// <summary>For each layer [units]: the sizes on the first batch, in training mode.</summary>
    public Dictionary<AffineLayer, Tensor> AtFirst(IReadOnlyList<AffineLayer> layers)
    {
        subject.Tree.Train();
        var gradients = Of(layers, [batches[0]]);
        return layers.ToDictionary(layer => layer, layer => gradients.TryGetValue(layer, out var gradient) ? SizeOf(gradient) : zeros(layer.Outputs, float64));
    }

    /// <summary>[units]: the sizes on the first batch, in training mode, when the layer's weights are drawn anew.</summary>
    public Tensor RedrawnAtFirst(AffineLayer layer) => With(layer, 1, () => AtFirst([layer])[layer]);

    /// <summary>Whether adding the same to all units changes nothing, as before a softmax or a normalisation. Asked of other weights, which nothing saturates.</summary>
    public bool Compete(AffineLayer layer) => With(layer, 1, () =>
    {
        subject.Tree.Train(false);
        if (!Of([layer]).TryGetValue(layer, out var gradient))
            return false;
        var (together, apart) = (gradient.sum([0]).norm().ToDouble(), SizeOf(gradient).sum().ToDouble());
        return apart > 0 && together <= apart * SumToNothing;
    });

    /// <summary>Whether each unit is a feature or channel of the outputs: the first units change no more of the values than their share.</summary>
    public bool AreOutputs(AffineLayer layer)
    {
        using var untracked = no_grad();
        subject.Tree.Train(false);
        var (normal, changed) = With(layer, 1, () => (Outputs(), With(layer, 2, Outputs, units: UnitsTried)));
        return normal.Count == changed.Count && normal.Zip(changed).All(pair =>
            pair.First.shape.SequenceEqual(pair.Second.shape)
            && pair.First.ne(pair.Second).sum().item<long>() <= pair.First.NumberOfElements * UnitsTried / layer.Outputs);

        List<Tensor> Outputs()
        {
            subject.Reseed();
            return [.. subject.Forward(batches[0].Clone()).Tensors.Where(tensor => tensor.is_floating_point()).Select(tensor => tensor.clone())];
        }
    }

    /// <summary>
    /// Whether each unit is a feature or channel of the outputs that is sure of itself: a sigmoid at exactly 1, where a ReLU without a slope gives 0.
    /// </summary>
    public bool AreSureOutputs(AffineLayer layer)
    {
        if (!AreOutputs(layer))
            return false;
        using var untracked = no_grad();
        subject.Tree.Train(false);
        subject.Reseed();
        return subject.Forward(batches[0].Clone()).Tensors.Where(tensor => tensor.is_floating_point()).All(tensor => tensor.count_nonzero().item<long>() > 0);
    }

    public static bool AreIdentical(AffineLayer layer, Tensor gradient)
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

    /// <summary>[units]: the Euclidean norm. In double precision, whose squares do not underflow.</summary>
    public static Tensor SizeOf(Tensor gradient) => gradient.to(float64).norm(1);

    private Dictionary<AffineLayer, Tensor> Of(IReadOnlyList<AffineLayer> layers, IReadOnlyList<Batch> looked, int firstNumber = 1)
    {
        var number = firstNumber;
        foreach (var batch in looked)
        {
            budget.Step($"while looking for dead units in batch {number} of {batches.Count}");
            using var scope = NewDisposeScope();
            subject.Reseed(number++);
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

    /// <summary>What is seen when the layer, or only its first units, has other weights; it is then as it was.</summary>
    private T With<T>(AffineLayer layer, int draw, Func<T> look, int? units = null)
    {
        using var weight = layer.Weight.detach().clone();
        using var bias = layer.Bias?.detach().clone();
        subject.Reseed(draw);
        Draw(layer, units);
        var seen = look();
        using var untracked = no_grad();
        layer.Weight.copy_(weight);
        layer.Bias?.copy_(bias!);
        return seen;
    }

    private static void Draw(AffineLayer layer, int? units)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var spread = Math.Sqrt((double)layer.Outputs / layer.Weight.NumberOfElements);
        var count = Math.Min(units ?? layer.Outputs, layer.Outputs);
        var weight = layer.Weight.narrow(layer.IsTransposed ? 1 : 0, 0, Math.Min(count, layer.Weight.shape[layer.IsTransposed ? 1 : 0]));
        weight.copy_(randn_like(weight) * spread);
        if (layer.Bias?.narrow(0, 0, count) is { } bias)
            bias.copy_(randn_like(bias) * spread);
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
}
