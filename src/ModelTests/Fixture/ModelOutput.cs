using static TorchSharp.torch;

namespace ModelTests;

/// <summary>What a model returned: one tensor or several, in the model's order.</summary>
/// <remarks>Tensors, tuples and arrays of tensors convert to it, and it takes itself apart again: <c>var (mean, variance) = output;</c></remarks>
public sealed class ModelOutput
{
    /// <summary>An output of several tensors.</summary>
    /// <param name="tensors">At least one, none of them null.</param>
    public ModelOutput(params IReadOnlyList<Tensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        if (tensors.Count == 0 || tensors.Any(tensor => tensor is null))
            throw new ArgumentException("A model's output needs at least one tensor, none of them null.", nameof(tensors));
        Tensors = tensors;
    }

    /// <summary>The tensors in the order in which the model returned them.</summary>
    public IReadOnlyList<Tensor> Tensors { get; }

    /// <summary>The only tensor; an error that says what to override if there are several.</summary>
    public Tensor Tensor => Tensors is [var tensor]
        ? tensor
        : throw new InvalidOperationException(
            $"The model returned {Tensors.Count} tensors, and one was asked for; override Loss(ModelOutput output, Batch batch), which sees them all.");

    /// <summary>A single tensor.</summary>
    public static implicit operator ModelOutput(Tensor tensor) => new(tensor);

    /// <summary>Two tensors.</summary>
    public static implicit operator ModelOutput((Tensor, Tensor) tensors) => new(tensors.Item1, tensors.Item2);

    /// <summary>Three tensors.</summary>
    public static implicit operator ModelOutput((Tensor, Tensor, Tensor) tensors) => new(tensors.Item1, tensors.Item2, tensors.Item3);

    /// <summary>Any number of tensors.</summary>
    public static implicit operator ModelOutput(Tensor[] tensors) => new(tensors);

    /// <summary>Takes an output of two tensors apart.</summary>
    public void Deconstruct(out Tensor first, out Tensor second)
    {
        Expect(2);
        (first, second) = (Tensors[0], Tensors[1]);
    }

    /// <summary>Takes an output of three tensors apart.</summary>
    public void Deconstruct(out Tensor first, out Tensor second, out Tensor third)
    {
        Expect(3);
        (first, second, third) = (Tensors[0], Tensors[1], Tensors[2]);
    }

    /// <summary>The tensor in a module's return value of any supported form; null when it holds something else.</summary>
    internal static ModelOutput? From(object? value) => value switch
    {
        ModelOutput output => output,
        Tensor tensor => new ModelOutput(tensor),
        IEnumerable<Tensor> tensors when tensors.Any() => new ModelOutput([.. tensors]),
        System.Runtime.CompilerServices.ITuple tuple => FromTuple(tuple),
        _ => null,
    };

    private static ModelOutput? FromTuple(System.Runtime.CompilerServices.ITuple tuple)
    {
        var tensors = new List<Tensor>();
        for (var i = 0; i < tuple.Length; i++)
        {
            if (From(tuple[i]) is not { } inner)
                return null;
            tensors.AddRange(inner.Tensors);
        }
        return new ModelOutput(tensors);
    }

    private void Expect(int count)
    {
        if (Tensors.Count != count)
            throw new InvalidOperationException($"The model returned {Tensors.Count} tensors, and {count} were asked for.");
    }
}
