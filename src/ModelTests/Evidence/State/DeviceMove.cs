using TorchSharp;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>The model on another device.</summary>
    internal DeviceMove DeviceMove => Recorded(() => DeviceMove.Record(Create, Recipes, Budget)).Value;
}

/// <summary>The model and its inputs moved to another device: what stays behind, and whether the forward call mixes devices.</summary>
/// <param name="Device">Where to: "cuda:0", or "meta", which has shapes and no numbers.</param>
/// <param name="Moved">How many parameters and buffers are there after the move.</param>
internal sealed record DeviceMove(string Device, int Moved)
{
    /// <summary>Names a GPU: "cuda:0". Unset, or where there is no such GPU, the model is moved to the meta device.</summary>
    public const string Variable = "MODELTESTS_DEVICE";

    /// <summary>Parameters, buffers and unregistered modules that are not on the device.</summary>
    public IReadOnlyList<Finding> Stayed { get; init; } = [];

    /// <summary>Where one operation was given tensors of both devices, the culprit first; empty when none was.</summary>
    public IReadOnlyList<Finding> Mixed { get; init; } = [];

    /// <summary>Why the forward call does not tell; null when it does.</summary>
    public string? Inconclusive { get; init; }

    /// <summary>TorchScript hides the model's own code.</summary>
    public bool IsScript { get; init; }

    public static DeviceMove Record(Func<Subject> create, IRecipes recipes, RunBudget budget)
    {
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var subject = create();
        var device = Target();
        if (subject.Model is jit.ScriptModule)
            return new DeviceMove(Name(device), 0) { IsScript = true };
        var batch = subject.Batches(1)[0];
        budget.Step($"while moving the model to {Name(device)}");
        foreach (var (_, root) in subject.Tree.Roots)
            root.to(device);

        var tensors = subject.Tree.AllParameters.Select(parameter => (parameter.Path, Tensor: (Tensor)parameter.Tensor)).Concat(subject.Tree.Buffers).ToList();
        var stayed = tensors.Where(entry => IsElsewhere(entry.Tensor, device)).Select(entry => new Finding(entry.Path, Shape.Of(entry.Tensor), $"stays on {Name(entry.Tensor.device)}"))
            .Concat(HeldComponents.Unregistered(subject.Model, subject.Tree).Where(held => Tensors(held).Any(tensor => IsElsewhere(tensor, device)))
                .Select(held => new Finding(held.Path, held.Value is Tensor tensor ? Shape.Of(tensor) : "", $"{held.Type} is not registered, so the move does not reach it")))
            .ToList();
        var move = new DeviceMove(Name(device), tensors.Count - stayed.Count);
        if (stayed.Count > 0)
            return move with { Stayed = stayed };

        var pass = DevicePass.Of(subject, recipes, batch, device);
        if (pass.Unsupported is not null && device.type == DeviceType.META)
        {
            // The meta device lacks convolutions and more, so layers of the library compute on the CPU, and the model's own code sees only meta tensors.
            using var apart = create();
            using var layers = LayersApart.On(apart.Tree, device);
            pass = DevicePass.Of(apart, recipes, apart.Batches(1)[0], device);
        }
        return move with { Mixed = pass.Mixed, Inconclusive = pass.Unsupported ?? pass.Unclear };
    }

    public static bool IsElsewhere(Tensor tensor, Device device) => !tensor.IsInvalid && tensor.device_type != device.type;

    /// <exception cref="FixtureException">The variable's value is no device.</exception>
    private static Device Target()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } name)
            return new Device(DeviceType.META);
        try
        {
            var device = new Device(name);
            return device.type == DeviceType.CUDA && cuda.is_available() && Math.Max(device.index, 0) < cuda.device_count() ? device : new Device(DeviceType.META);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            throw new FixtureException($"{Variable} is \"{name}\", which is no device: {Recipe.FirstLine(exception.Message)}", $"set {Variable} to a GPU, for example \"cuda:0\", or leave it unset");
        }
    }

    private static string Name(Device device) => device.type == DeviceType.CPU ? "the CPU" : device.type == DeviceType.META ? "the meta device" : device.ToString();

    private static IEnumerable<Tensor> Tensors(HeldComponent held) => held.Value switch
    {
        Tensor tensor => [tensor],
        nn.Module module => module.parameters().Concat<Tensor>(module.buffers()),
        _ => [],
    };
}
