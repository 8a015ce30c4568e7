using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// Every live tensor that an object holds: in its fields, in modules, arrays, lists, dictionaries, tuples and batches, in the user's own
/// objects and in what lambdas captured.
/// </summary>
internal sealed class HeldTensors
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> FieldsOfType = new();

    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
    private readonly List<Tensor> tensors = [];

    /// <param name="holder">What is walked.</param>
    /// <param name="registered">Modules whose parameters and buffers are of no interest: only what else their fields hold is.</param>
    public static IReadOnlyList<Tensor> Of(object holder, IReadOnlyList<nn.Module> registered)
    {
        var walk = new HeldTensors();
        walk.seen.UnionWith(registered);
        foreach (var module in registered)
            walk.Fields(module);
        walk.Visit(holder);
        return walk.tensors;
    }

    /// <summary>The path of the first field through which one of the owners holds a tensor; null when none does.</summary>
    public static string? FieldThatHolds(IEnumerable<(string Path, object Owner)> owners, Tensor tensor)
    {
        foreach (var (path, owner) in owners)
        {
            for (var type = owner.GetType(); type is not null && IsWalked(type); type = type.BaseType)
            {
                foreach (var field in FieldsOfType.GetOrAdd(type, OwnFields).Where(field => field.GetValue(owner) is not (null or nn.Module or optim.Optimizer)))
                {
                    var walk = new HeldTensors();
                    walk.Visit(field.GetValue(owner));
                    var name = ModelTree.Clean(field.Name);
                    if (walk.tensors.Contains<Tensor>(tensor, ReferenceEqualityComparer.Instance))
                        return path.Length == 0 ? name : $"{path}.{name}";
                }
            }
        }
        return null;
    }

    private void Visit(object? value)
    {
        switch (value)
        {
            case null or string or IRecipes or jit.ScriptModule:
                break;
            case Tensor tensor:
                if (!tensor.IsInvalid && seen.Add(tensor))
                    tensors.Add(tensor);
                break;
            case nn.Module module:
                Module(module);
                break;
            case Delegate function:
                foreach (var call in function.GetInvocationList())
                    Visit(call.Target);
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++)
                    Visit(tuple[i]);
                break;
            case IDictionary dictionary:
                if (seen.Add(dictionary))
                    VisitAll(dictionary.Values);
                break;
            case IEnumerable items when HeldComponents.IsCollection(items.GetType()):
                if (seen.Add(items))
                    VisitAll(items);
                break;
            default:
                if (IsWalked(value.GetType()) && seen.Add(value))
                    Fields(value);
                break;
        }
    }

    private void VisitAll(IEnumerable items)
    {
        foreach (var item in items)
            Visit(item);
    }

    private void Module(nn.Module module)
    {
        if (!seen.Add(module))
            return;
        VisitAll(module.parameters(recurse: false));
        VisitAll(module.buffers(recurse: false));
        Fields(module);
        foreach (var (_, child) in module.named_children())
            Module(child);
    }

    private void Fields(object owner)
    {
        for (var type = owner.GetType(); type is not null && IsWalked(type); type = type.BaseType)
        {
            foreach (var field in FieldsOfType.GetOrAdd(type, OwnFields))
                Visit(field.GetValue(owner));
        }
    }

    private static FieldInfo[] OwnFields(Type type) =>
        [.. type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(field => !field.FieldType.IsPrimitive && !field.FieldType.IsPointer && !field.FieldType.IsEnum)];

    /// <summary>The user's own types, and this library's in which the user keeps things: a training and a batch.</summary>
    private static bool IsWalked(Type type) => HeldComponents.IsUsers(type) || typeof(ITraining).IsAssignableFrom(type) || type == typeof(Batch);
}
