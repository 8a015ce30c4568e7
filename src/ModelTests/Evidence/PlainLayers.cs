using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Finds layers without parameters, such as a softmax or a ReLU, in models that run them by <c>child.forward(x)</c>, which hooks do not see:
/// the one that turns a tensor of the pass into the result in question is the one that made it. A layer that made an earlier result as well may
/// be taken for a function that does the same, so it is not named.
/// </summary>
internal static class PlainLayers
{
    /// <summary>A layer's input was made shortly before its result; views and contiguous copies may lie in between.</summary>
    private const int Before = 8;

    /// <summary>The path of the layer that made a result; null when none of TorchSharp's own did, as with a function.</summary>
    /// <param name="subject">In evaluation mode.</param>
    /// <param name="created">The tensors of a pass, in order.</param>
    /// <param name="index">Which of them is the result.</param>
    /// <param name="seen">The paths of the layers that hooks saw: they tell for themselves what they made.</param>
    public static string? ThatMade(Subject subject, IReadOnlyList<Tensor> created, int index, IReadOnlySet<string> seen)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var layers = subject.Tree.Modules.Where(entry => entry.Path.Length > 0 && !seen.Contains(entry.Path) && IsPlain(entry.Module));
        return layers.FirstOrDefault(entry => Made(entry.Module, created, index) && !Enumerable.Range(0, index).Any(earlier => Made(entry.Module, created, earlier))).Path;
    }

    private static bool Made(nn.Module module, IReadOnlyList<Tensor> created, int index)
    {
        for (var i = index - 1; i >= Math.Max(0, index - Before); i--)
        {
            using var scope = NewDisposeScope();
            // A layer that changes nothing, such as dropout in evaluation mode, has made nothing.
            if (created[i].is_floating_point() && !created[i].Equals(created[index]) && Run(module, created[i]) is { } result && result.Equals(created[index]))
                return true;
        }
        return false;
    }

    private static bool IsPlain(nn.Module module) =>
        module is nn.Module<Tensor, Tensor> && module.GetType().Assembly == typeof(nn.Module).Assembly
        && !module.named_children().Any() && !module.parameters().Any() && !module.buffers().Any();

    private static Tensor? Run(nn.Module module, Tensor input)
    {
        try
        {
            return ((nn.Module<Tensor, Tensor>)module).forward(input.clone());
        }
        catch (Exception exception) when (exception is System.Runtime.InteropServices.ExternalException or ArgumentException)
        {
            // It takes no input of this shape.
            return null;
        }
    }
}
