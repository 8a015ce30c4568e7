using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Tells whether two layers with only affine operations between them are meant so: whether one layer could not do the work of both, or not as cheaply.</summary>
internal sealed class SoundPair(Subject subject, Batch batch, AffineLayer first, AffineLayer second, int? firstPosition, int? position)
{
    /// <summary>Why the pair is sound; null when one layer could replace both.</summary>
    /// <param name="other">A layer outside the pair that reaches the second one past the first: a gate, attention weights, a skip connection.</param>
    public string? Reason(string? other)
    {
        if (subject.Tree.RootOf(first.Path) != subject.Tree.RootOf(second.Path))
            return "they belong to two models";
        if (first.Outputs < first.Inputs && second.Inputs < second.Outputs && SameWidth)
            return $"{first.Outputs} between {first.Inputs} and {second.Outputs} is a bottleneck";
        if (first.IsGrouped || second.IsGrouped || IsFactorisedKernel)
            return "a factorised convolution";
        if (first.IsTransposed)
            return "learned upsampling before a layer";
        if (second.IsConvolution && first.Outputs != second.Inputs)
            return "the values are rearranged in between";
        if (first.IsFrozen != second.IsFrozen)
            return "one of them is frozen";
        if (IsTied)
            return "one of them shares its weight";
        if (other is not null)
            return $"{other} takes part in between";
        if (FirstIsUsedElsewhere())
            return $"{first.Path} is used elsewhere, too";
        if (OthersMixIn())
            return "something else is mixed in between";
        return new DirectPath(subject, batch, first, second, firstPosition, position).IsDirect ? null : "the positions are pooled, weighted or rearranged in between";
    }

    /// <summary>A flattened convolution has more features than channels.</summary>
    private bool SameWidth => first.Outputs == second.Inputs || first.IsConvolution;

    /// <summary>Such as 1 × 3 before 3 × 1: the merged kernel would have more weights.</summary>
    private bool IsFactorisedKernel =>
        first.IsConvolution && first.Kernel.Count == second.Kernel.Count && first.Kernel.Any(size => size > 1) && second.Kernel.Any(size => size > 1)
        && first.Kernel.Zip(second.Kernel).All(pair => Math.Min(pair.First, pair.Second) == 1);

    private bool IsTied
    {
        get
        {
            var addresses = subject.Tree.AllParameters.GroupBy(parameter => parameter.Address).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet();
            return addresses.Contains(MemoryAddress.Of(first.Weight)) || addresses.Contains(MemoryAddress.Of(second.Weight));
        }
    }

    /// <summary>With the second layer cut off, the first one still changes what the model returns.</summary>
    private bool FirstIsUsedElsewhere()
    {
        using var scope = NewDisposeScope();
        using var cut = new Zeroed(second);
        using var normal = LayerPass.Of(subject, batch);
        using var changed = WithFirstZeroed(batch);
        return normal.OutputVector() is { } before && changed.OutputVector() is { } after && !before.Equals(after);
    }

    /// <summary>With the first layer cut off, the input still reaches the second one.</summary>
    private bool OthersMixIn()
    {
        using var scope = NewDisposeScope();
        using var normal = WithFirstZeroed(batch);
        using var changed = WithFirstZeroed(OtherInputs.Of(batch));
        return normal.ResultOf(second.Path, position) is { } before && changed.ResultOf(second.Path, position) is { } after && !before.Equals(after);
    }

    private LayerPass WithFirstZeroed(Batch given)
    {
        using var cut = new Zeroed(first);
        return LayerPass.Of(subject, given);
    }

    /// <summary>A layer whose weight and bias are 0 until disposed.</summary>
    private sealed class Zeroed : IDisposable
    {
        private readonly List<(Tensor Parameter, Tensor Before)> before;

        public Zeroed(AffineLayer layer)
        {
            before = [.. new[] { layer.Weight, layer.Bias }.OfType<Tensor>().Select(parameter => (parameter, parameter.clone()))];
            foreach (var (parameter, _) in before)
                parameter.zero_();
        }

        public void Dispose()
        {
            foreach (var (parameter, values) in before)
                parameter.copy_(values);
        }
    }
}
