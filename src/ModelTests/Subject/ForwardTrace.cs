using System.Reflection;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Follows a forward pass through TorchSharp's hooks: which module is running, in what order modules finish, and what they return.
/// Hooks fire for <c>child.call(x)</c> only; a model that calls <c>child.forward(x)</c> shows its root and nothing below it.
/// </summary>
internal sealed class ForwardTrace : IDisposable
{
    private readonly List<Action> removals = [];
    private readonly List<ModuleCall> running = [];

    public ForwardTrace(ModelTree tree)
    {
        foreach (var (path, module) in tree.Modules)
            Attach(path, module);
    }

    /// <summary>Whether each call knows the shapes of its inputs, which takes longer than many a small layer.</summary>
    public bool NotesShapes { get; init; }

    /// <summary>Called when a module begins, with its inputs.</summary>
    public Action<ModuleCall, ModelOutput>? Entered { get; set; }

    /// <summary>Called when a module has finished, with what it returned.</summary>
    public Action<ModuleCall, ModelOutput>? Finished { get; set; }

    /// <summary>The modules that are running, outermost first. After an exception the last one is where it was thrown.</summary>
    public IReadOnlyList<ModuleCall> Running => running;

    public void Dispose()
    {
        foreach (var remove in removals)
            remove();
    }

    private void Enter(ModuleCall call, object?[] inputs)
    {
        var tensors = NotesShapes || Entered is not null ? inputs.SelectMany(input => ModelOutput.From(input)?.Tensors ?? []).ToArray() : [];
        if (NotesShapes)
            call = call with { InputShapes = string.Join(", ", tensors.Select(Shape.Of)) };
        running.Add(call);
        if (tensors.Length > 0)
            Entered?.Invoke(call, new ModelOutput(tensors));
    }

    private void Leave(object? output)
    {
        var call = running[^1];
        running.RemoveAt(running.Count - 1);
        if (Finished is not null && ModelOutput.From(output) is { } tensors)
            Finished(call, tensors);
    }

    /// <summary>Registers on a module of any arity: the delegate types come from the generic base class.</summary>
    private void Attach(string path, nn.Module module)
    {
        for (var type = module.GetType(); type is not null; type = type.BaseType)
        {
            if (!type.IsGenericType || type.BaseType?.Name.StartsWith("HookableModule`", StringComparison.Ordinal) != true)
                continue;
            var attach = typeof(ForwardTrace).GetMethods(BindingFlags.NonPublic | BindingFlags.Instance)
                .FirstOrDefault(method => method.Name == nameof(AttachTo) && method.GetGenericArguments().Length == type.GetGenericArguments().Length);
            attach?.MakeGenericMethod(type.GetGenericArguments()).Invoke(this, BindingFlags.DoNotWrapExceptions, null, [new ModuleCall(path, module.GetType().Name.Split('`')[0]), module], null);
            return;
        }
    }

    private void AttachTo<T, TResult>(ModuleCall call, nn.Module module)
    {
        var target = (nn.Module<T, TResult>)module;
        removals.Add(target.register_forward_pre_hook((_, input) => { Enter(call, [input]); return input; }).remove);
        removals.Add(target.register_forward_hook((_, _, output) => { Leave(output); return output; }).remove);
    }

    private void AttachTo<T1, T2, TResult>(ModuleCall call, nn.Module module)
    {
        var target = (nn.Module<T1, T2, TResult>)module;
        removals.Add(target.register_forward_pre_hook((_, first, second) => { Enter(call, [first, second]); return (first, second); }).remove);
        removals.Add(target.register_forward_hook((_, _, _, output) => { Leave(output); return output; }).remove);
    }

    private void AttachTo<T1, T2, T3, TResult>(ModuleCall call, nn.Module module)
    {
        var target = (nn.Module<T1, T2, T3, TResult>)module;
        removals.Add(target.register_forward_pre_hook((_, first, second, third) => { Enter(call, [first, second, third]); return (first, second, third); }).remove);
        removals.Add(target.register_forward_hook((_, _, _, _, output) => { Leave(output); return output; }).remove);
    }

    private void AttachTo<T1, T2, T3, T4, TResult>(ModuleCall call, nn.Module module)
    {
        var target = (nn.Module<T1, T2, T3, T4, TResult>)module;
        removals.Add(target.register_forward_pre_hook((_, first, second, third, fourth) => { Enter(call, [first, second, third, fourth]); return (first, second, third, fourth); }).remove);
        removals.Add(target.register_forward_hook((_, _, _, _, _, output) => { Leave(output); return output; }).remove);
    }
}

/// <summary>One module's turn in a forward pass.</summary>
/// <param name="Path">The module's path; "" for the model itself.</param>
/// <param name="Type">The module's class.</param>
internal sealed record ModuleCall(string Path, string Type)
{
    /// <summary>The shapes of its inputs, where the trace notes them.</summary>
    public string InputShapes { get; init; } = "";

    public override string ToString() => $"{(Path.Length == 0 ? "the model" : Path)} ({Type})";
}
