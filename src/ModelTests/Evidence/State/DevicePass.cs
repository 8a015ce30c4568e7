using System.Diagnostics;
using System.Reflection;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>One forward call in evaluation mode with the inputs on another device.</summary>
/// <param name="Mixed">Where one operation was given tensors of both devices, the culprit first; empty when none was seen.</param>
/// <param name="Unsupported">What stopped the call, if that says nothing about devices.</param>
/// <param name="Unclear">What stays on the CPU, where the call ended and the device does not tell whether an operation used it.</param>
internal sealed record DevicePass(IReadOnlyList<Finding> Mixed, string? Unsupported = null, string? Unclear = null)
{
    public static DevicePass Of(Subject subject, IRecipes recipes, Batch batch, Device device)
    {
        using var evaluating = subject.Tree.Evaluating();
        subject.Reseed();
        using var moved = batch.With([.. batch.Inputs.Select(input => input.to(device))], [.. batch.Targets.Select(target => target.to(device))]);
        using var made = NewDisposeScope();
        try
        {
            _ = recipes.Forward(subject.Model, moved);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var text = Recipe.FirstLine(exception.Message);
            return text.StartsWith("Expected all tensors to be on the same device", StringComparison.Ordinal) && InnermostModule(exception) is { } type && !IsLibrarys(type)
                ? new DevicePass(Culprits(subject, device, made, exception, type))
                : new DevicePass([], Short(text));
        }
        // Some operations take tensors of both devices without a word on the meta device.
        if (device.type != DeviceType.META)
            return new DevicePass([]);
        if (Made(made).FirstOrDefault(IsArrayOnProcessor) is { } left)
            return new DevicePass([], null, $"forward makes a tensor {Shape.Of(left)} on the CPU");
        return Held(subject, device).Select(held => held.Location).FirstOrDefault() is { } field ? new DevicePass([], null, $"{field} stays on the CPU") : new DevicePass([]);
    }

    /// <summary>A module of the library's own, which runs its native layers and whose faults are none of the model's.</summary>
    public static bool IsLibrarys(Type type) => type.Assembly == typeof(nn.Module).Assembly;

    /// <summary>What the call made on the CPU and did not move, if there is such a tensor; else what the model holds there.</summary>
    private static List<Finding> Culprits(Subject subject, Device device, DisposeScope made, Exception exception, Type type)
    {
        var exact = subject.Tree.Modules.Where(entry => entry.Module.GetType() == type).ToList();
        // A frame names the class that declares the method, and the module may derive from it.
        var modules = exact.Count > 0 ? exact : [.. subject.Tree.Modules.Where(entry => type.IsInstanceOfType(entry.Module))];
        var module = modules.DistinctBy(entry => entry.Path).ToList() is [var only] ? only.Path.Length > 0 ? only.Path : TypeName(only.Module.GetType()) : TypeName(type);
        var place = new Finding(module, "", string.Join(", called from ", UserFrames.Of(exception).Take(2)) is { Length: > 0 } frames ? frames : "in forward");
        var held = Held(subject, device);
        return LeftOnProcessor(made) is { } left
            ? [place with { Size = Shape.Of(left), Text = $"makes a tensor on the CPU; {place.Text}" }, .. held]
            : held.Count > 0 ? [.. held, place] : [place with { Text = $"gives one operation tensors of two devices; {place.Text}" }];
    }

    private static List<Finding> Held(Subject subject, Device device) =>
        [.. subject.Held.Where(tensor => IsArrayOnProcessor(tensor) && DeviceMove.IsElsewhere(tensor, device))
            .Select(tensor => (Field: subject.FieldThatHolds(tensor), Tensor: tensor)).Where(held => held.Field is not null)
            .Select(held => new Finding(held.Field!, Shape.Of(held.Tensor), "is a tensor that is not registered, and stays on the CPU")),
            .. UnsavedBuffers(subject.Tree).Where(buffer => DeviceMove.IsElsewhere(buffer.Tensor, device))
            .Select(buffer => new Finding(buffer.Path, Shape.Of(buffer.Tensor), "is a buffer with persistent: false, which TorchSharp's to(device) leaves on the CPU"))];

    /// <summary>The buffers that do not persist; TorchSharp lists them nowhere.</summary>
    private static IEnumerable<(string Path, Tensor Tensor)> UnsavedBuffers(ModelTree tree)
    {
        var field = typeof(nn.Module).GetField("_internal_buffers", BindingFlags.Instance | BindingFlags.NonPublic);
        foreach (var (path, module) in tree.Modules)
        {
            if (field?.GetValue(module) is not IDictionary<string, (Tensor Tensor, bool IsSaved)> buffers)
                continue;
            // Its enumerator as a dictionary is not implemented.
            foreach (var name in buffers.Keys.Where(name => !buffers[name].IsSaved))
                yield return (path.Length == 0 ? name : $"{path}.{name}", buffers[name].Tensor);
        }
    }

    /// <summary>The last tensor that forward made on the CPU and did not move next, judged by shapes; null when there is none.</summary>
    private static Tensor? LeftOnProcessor(DisposeScope made)
    {
        var tensors = Made(made);
        for (var i = tensors.Count - 1; i >= 0; i--)
        {
            if (IsArrayOnProcessor(tensors[i]) && (i + 1 == tensors.Count || !tensors[i + 1].shape.SequenceEqual(tensors[i].shape)))
                return tensors[i];
        }
        return null;
    }

    private static List<Tensor> Made(DisposeScope made) => [.. made.DisposablesView.OfType<Tensor>().Where(tensor => !tensor.IsInvalid)];

    /// <summary>Operations take a scalar of the CPU on every device.</summary>
    private static bool IsArrayOnProcessor(Tensor tensor) => tensor.device_type == DeviceType.CPU && tensor.dim() > 0;

    private static string TypeName(Type type) => type.Name.Split('`')[0];

    private static Type? InnermostModule(Exception exception) =>
        new StackTrace(exception).GetFrames().Select(frame => frame.GetMethod()?.DeclaringType)
            .FirstOrDefault(type => type is not null && typeof(nn.Module).IsAssignableFrom(type) && !type.IsAbstract && !IsContainer(type));

    private static bool IsContainer(Type type) => type == typeof(Sequential);

    /// <summary>libtorch explains at length what a kernel is.</summary>
    private static string Short(string text) => text.StartsWith("aten::", StringComparison.Ordinal)
        ? $"{text.Split(": attempted")[0]} is not implemented"
        : text.Split(". You ")[0].TrimEnd('!');
}
