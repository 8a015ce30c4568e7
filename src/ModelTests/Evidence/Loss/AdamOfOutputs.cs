using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Adam (Kingma and Ba, 2015, algorithm 1, with the usual β₁ = 0.9, β₂ = 0.999, ε = 1e-8) on a few output tensors, in their own memory: the search for a loss's bounds takes
/// hundreds of steps on small tensors, and one pass over the values costs less than the eight operations that libtorch starts for each step.
/// </summary>
internal sealed class AdamOfOutputs
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private readonly List<State> states;
    private int steps;

    /// <param name="variables">Leaves that require a gradient.</param>
    public AdamOfOutputs(IEnumerable<Parameter> variables) =>
        states = [.. variables.Select(variable => variable.dtype == ScalarType.Float64 ? (State)new State<double>(variable) : new State<float>(variable))];

    public void ClearGradients()
    {
        foreach (var state in states)
            state.Variable.grad = null;
    }

    /// <param name="rate">The learning rate: about how far each value moves.</param>
    public void Step(double rate)
    {
        steps++;
        var (size, secondBias) = (rate / (1 - Math.Pow(Beta1, steps)), Math.Sqrt(1 - Math.Pow(Beta2, steps)));
        using var untracked = no_grad();
        foreach (var state in states)
        {
            using var gradient = state.Variable.grad;
            if (gradient is not null)
                state.Step(gradient, size, secondBias);
        }
    }

    private abstract class State(Parameter variable)
    {
        public Parameter Variable { get; } = variable;

        public abstract void Step(Tensor gradient, double size, double secondBias);
    }

    private sealed class State<T> : State
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly Tensor values;
        private readonly bool isCopy;
        private readonly T[] first;
        private readonly T[] second;

        public State(Parameter variable)
            : base(variable)
        {
            values = Readable(variable.detach());
            isCopy = MemoryAddress.Of(values) != MemoryAddress.Of(variable);
            first = new T[values.NumberOfElements];
            second = new T[values.NumberOfElements];
        }

        private static ScalarType Type => typeof(T) == typeof(double) ? ScalarType.Float64 : ScalarType.Float32;

        public override void Step(Tensor gradient, double size, double secondBias)
        {
            var slopes = Readable(gradient);
            Step(MemoryMarshal.Cast<byte, T>(slopes.bytes), MemoryMarshal.Cast<byte, T>(values.bytes), T.CreateTruncating(size), T.CreateTruncating(secondBias));
            // A span into native memory keeps nothing alive.
            GC.KeepAlive(slopes);
            if (isCopy)
                Variable.copy_(values);
        }

        private void Step(ReadOnlySpan<T> gradient, Span<T> value, T size, T secondBias)
        {
            var (beta1, beta2, epsilon) = (T.CreateTruncating(Beta1), T.CreateTruncating(Beta2), T.CreateTruncating(Epsilon));
            var (rest1, rest2) = (T.CreateTruncating(1 - Beta1), T.CreateTruncating(1 - Beta2));
            var (epsilons, biases) = (new Vector<T>(epsilon), new Vector<T>(secondBias));
            var i = 0;
            for (; i <= value.Length - Vector<T>.Count; i += Vector<T>.Count)
            {
                var slope = new Vector<T>(gradient[i..]);
                var mean = (new Vector<T>(first, i) * beta1) + (slope * rest1);
                var square = (new Vector<T>(second, i) * beta2) + (slope * slope * rest2);
                mean.CopyTo(first, i);
                square.CopyTo(second, i);
                (new Vector<T>(value[i..]) - (mean * size / ((Vector.SquareRoot(square) / biases) + epsilons))).CopyTo(value[i..]);
            }
            for (; i < value.Length; i++)
            {
                first[i] = (first[i] * beta1) + (gradient[i] * rest1);
                second[i] = (second[i] * beta2) + (gradient[i] * gradient[i] * rest2);
                value[i] -= first[i] * size / ((T.Sqrt(second[i]) / secondBias) + epsilon);
            }
        }

        /// <summary>The tensor itself where its memory holds its values one after the other; else a copy of that kind.</summary>
        private static Tensor Readable(Tensor tensor) => tensor.to(Type).cpu().contiguous();
    }
}
