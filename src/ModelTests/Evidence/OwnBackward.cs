using static TorchSharp.torch;

namespace ModelTests;

/// <summary>A backward pass of our own on the weights that a training step is about to use; everything it touches is put back.</summary>
internal static class OwnBackward
{
    /// <summary>The gradients of the fixture's loss, in the parameters' order.</summary>
    /// <param name="subject">In the mode in which it is.</param>
    /// <param name="batch">Stays untouched.</param>
    /// <param name="parameters">Keep the gradients that they have.</param>
    /// <param name="noise">The number of the noise.</param>
    public static List<Tensor> Of(Subject subject, Batch batch, IReadOnlyList<NamedParameter> parameters, int noise)
    {
        var buffers = subject.Tree.Buffers.Select(buffer => (buffer.Tensor, Before: buffer.Tensor.clone())).ToList();
        var before = parameters.Select(parameter => parameter.Tensor.grad?.detach().clone()).ToList();
        foreach (var parameter in parameters)
            parameter.Tensor.grad = null;
        using var copy = batch.Clone();
        subject.Reseed(noise);
        subject.Loss(subject.Forward(copy), copy).backward();
        var fresh = Gradients(parameters);
        using (no_grad())
        {
            foreach (var (tensor, values) in buffers)
                tensor.copy_(values);
        }
        foreach (var (parameter, gradient) in parameters.Zip(before))
            parameter.Tensor.grad = gradient;
        return fresh;
    }

    /// <summary>Copies of the gradients that the parameters have now; zeros for one without.</summary>
    public static List<Tensor> Gradients(IReadOnlyList<NamedParameter> parameters) =>
        [.. parameters.Select(parameter =>
        {
            using var gradient = parameter.Tensor.grad;
            return gradient is null ? zeros_like(parameter.Tensor, requires_grad: false) : gradient.detach().clone();
        })];
}
