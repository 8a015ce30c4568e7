using System.Reflection;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// A model on the meta device whose library layers compute on the CPU: the meta device has no convolution, normalisation or embedding. A layer gets zeros
/// of its input's shape, and what it returns goes back to the meta device. Only layers that are run by call(x) are reached.
/// </summary>
internal sealed class LayersApart : IDisposable
{
    private readonly List<Action> removals = [];
    private readonly Stack<DisposeScope> running = new();
    private readonly Device device;

    private LayersApart(Device device) => this.device = device;

    public static LayersApart On(ModelTree tree, Device device)
    {
        var apart = new LayersApart(device);
        var modules = tree.Modules.Select(entry => entry.Module).Distinct().ToList();
        foreach (var module in modules.Where(module => !DevicePass.IsLibrarys(module.GetType())))
            apart.MoveOwn(module);
        foreach (var layer in modules.Where(module => DevicePass.IsLibrarys(module.GetType()) && !module.named_children().Any()).OfType<nn.Module<Tensor, Tensor>>())
            apart.Attach(layer);
        return apart;
    }

    public void Dispose()
    {
        foreach (var remove in removals)
            remove();
        // Those of layers that threw.
        while (running.TryPop(out var scope))
            scope.Dispose();
    }

    /// <summary>Moves the parameters and buffers that a module holds itself: the library's own move, while the module has no children.</summary>
    private void MoveOwn(nn.Module module)
    {
        if (typeof(nn.Module).GetField("_internal_submodules", BindingFlags.Instance | BindingFlags.NonPublic)?.GetValue(module) is not IDictionary<string, nn.Module> children)
            throw new InvalidOperationException("TorchSharp's modules keep their children elsewhere than in _internal_submodules.");
        var kept = module.named_children().ToArray();
        children.Clear();
        module.to(device);
        foreach (var (name, child) in kept)
            children.Add(name, child);
    }

    private void Attach(nn.Module<Tensor, Tensor> layer)
    {
        removals.Add(layer.register_forward_pre_hook((_, input) =>
        {
            running.Push(NewDisposeScope());
            return input.device_type == device.type ? zeros(input.shape, input.dtype, CPU) : input;
        }).remove);
        removals.Add(layer.register_forward_hook((_, _, output) =>
        {
            var moved = output.to(device);
            using (running.Pop())
                return moved.MoveToOuterDisposeScope();
        }).remove);
    }
}
