using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Reads the values of a tensor where they lie, in one pass: a check looks at many small tensors in every step, and each operation that libtorch starts for
/// one costs several microseconds, a temporary tensor and a wait for the result.
/// </summary>
/// <param name="Largest">The largest magnitude.</param>
/// <param name="RootMeanSquare">Summed in double precision.</param>
internal readonly record struct TensorMemory(double Largest, double RootMeanSquare)
{
    /// <summary>A span holds no more than 2 GiB.</summary>
    private const long MostValues = int.MaxValue / sizeof(double);

    /// <summary>Null where a value is not finite or its square is not, where there is none, and for tensors that lie elsewhere or otherwise: on a GPU, sparse, strided, in half precision.</summary>
    public static TensorMemory? IfAllFinite(Tensor tensor)
    {
        var type = tensor.dtype;
        if (type is not (ScalarType.Float32 or ScalarType.Float64) || tensor.device_type != DeviceType.CPU || tensor.is_sparse || !tensor.is_contiguous() || tensor.NumberOfElements is 0 or > MostValues)
            return null;
        var read = type == ScalarType.Float32 ? Of(MemoryMarshal.Cast<byte, float>(tensor.bytes)) : Of(MemoryMarshal.Cast<byte, double>(tensor.bytes));
        // A span into native memory keeps nothing alive.
        GC.KeepAlive(tensor);
        return read;
    }

    // A sum of squares is finite exactly where all values are: those of floats cannot overflow a double, and doubles whose squares do go the long way.
    // So the maximum need not care for NaN, which would take twice as long.

    private static TensorMemory? Of(ReadOnlySpan<float> values)
    {
        var (largest, low, high) = (Vector<float>.Zero, Vector<double>.Zero, Vector<double>.Zero);
        foreach (var vector in MemoryMarshal.Cast<float, Vector<float>>(values))
        {
            largest = Vector.MaxNative(largest, Vector.Abs(vector));
            Vector.Widen(vector, out var first, out var second);
            low = Vector.FusedMultiplyAdd(first, first, low);
            high = Vector.FusedMultiplyAdd(second, second, high);
        }
        return Of(values, largest, Vector.Sum(low + high));
    }

    private static TensorMemory? Of(ReadOnlySpan<double> values)
    {
        var (largest, squares) = (Vector<double>.Zero, Vector<double>.Zero);
        foreach (var vector in MemoryMarshal.Cast<double, Vector<double>>(values))
        {
            largest = Vector.MaxNative(largest, Vector.Abs(vector));
            squares = Vector.FusedMultiplyAdd(vector, vector, squares);
        }
        return Of(values, largest, Vector.Sum(squares));
    }

    /// <summary>Adds the values behind the last whole vector.</summary>
    private static TensorMemory? Of<T>(ReadOnlySpan<T> values, Vector<T> largest, double squares)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var most = 0.0;
        for (var lane = 0; lane < Vector<T>.Count; lane++)
            most = Math.Max(most, double.CreateTruncating(largest[lane]));
        foreach (var rest in values[(values.Length / Vector<T>.Count * Vector<T>.Count)..])
        {
            var value = double.CreateTruncating(rest);
            most = Math.Max(most, Math.Abs(value));
            squares += value * value;
        }
        return double.IsFinite(squares) ? new TensorMemory(most, Math.Sqrt(squares / values.Length)) : null;
    }
}
