using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Random outputs that the loss takes: around the model's own, or of their kind where they are probabilities, distributions or unit vectors.</summary>
internal static class RandomOutputs
{
    private const int Points = 3;

    public static List<IReadOnlyList<Tensor>> Of(LossCall call)
    {
        using var generator = new Generator(17);
        var spaces = OutputSpace.Candidates([.. call.Outputs.Where((_, i) => call.Free[i])], areLogits: false).Reverse().ToList();
        foreach (var space in spaces)
        {
            var points = Enumerable.Range(0, Points).Select(_ => Draw(call, space, generator)).ToList();
            if (points.TrueForAll(point => call.At(point) is { } loss && double.IsFinite(loss)))
                return points;
        }
        return [];
    }

    private static IReadOnlyList<Tensor> Draw(LossCall call, OutputSpace space, Generator generator) =>
        [.. call.Outputs.Select((output, i) => call.Free[i] ? space.Output(space.Raw(output) + Noise(output, generator), output) : output)];

    /// <summary>As large as the outputs, and at least of the size of usual logits.</summary>
    private static Tensor Noise(Tensor output, Generator generator) =>
        randn(output.shape, generator: generator).to(output.dtype).to(output.device) * Math.Max(1, TensorScan.RootMeanSquare(output));
}
