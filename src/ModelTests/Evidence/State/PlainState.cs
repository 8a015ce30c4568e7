using System.Collections;
using System.Globalization;
using System.Reflection;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// What a model holds that no state dict has: numbers, words and tensors in the fields of its modules and of the user's own objects, each with the path
/// that a person would write and its value in words.
/// </summary>
internal sealed class PlainState
{
    /// <summary>Values of a collection that are shown; all are compared.</summary>
    private const int MostShown = 4;

    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<nint> registered;
    private readonly Dictionary<string, PlainValue> values = [];

    private PlainState(ModelTree tree) => registered = [.. tree.AllParameters.Select(parameter => parameter.Address), .. tree.Buffers.Select(buffer => MemoryAddress.Of(buffer.Tensor))];

    /// <param name="holder">A model or a training.</param>
    /// <param name="tree">The model's modules, whose parameters and buffers are left out.</param>
    public static IReadOnlyDictionary<string, PlainValue> Of(object holder, ModelTree tree)
    {
        var state = new PlainState(tree);
        var modules = tree.Modules.DistinctBy(entry => entry.Module, ReferenceEqualityComparer.Instance).ToList();
        state.seen.UnionWith(modules.Select(entry => entry.Module));
        foreach (var (path, module) in modules)
            state.Fields(module, path);
        if (state.seen.Add(holder))
            state.Fields(holder, "");
        return state.values;
    }

    private void Fields(object owner, string path)
    {
        for (var type = owner.GetType(); type is not null && (HeldComponents.IsUsers(type) || owner is ITraining); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                // What this library itself counts is no state of the user's.
                if (field.FieldType.IsPointer || type.Assembly == typeof(PlainState).Assembly)
                    continue;
                var name = ModelTree.Clean(field.Name);
                Visit(field.GetValue(owner), path.Length == 0 ? name : $"{path}.{name}");
            }
        }
    }

    private void Visit(object? value, string path)
    {
        switch (value)
        {
            case null or IRecipes or Delegate or nn.Module or optim.Optimizer:
                break;
            case Random random:
                values.TryAdd(path, new PlainValue("a System.Random", Words(random, [])));
                break;
            case Tensor tensor:
                if (!tensor.IsInvalid && !registered.Contains(MemoryAddress.Of(tensor)))
                    values.TryAdd(path, PlainValue.Of(tensor));
                break;
            case string or Enum or decimal or TimeSpan:
            case not null when value.GetType().IsPrimitive:
                values.TryAdd(path, new PlainValue(Shown(value), Words(value)));
                break;
            case IEnumerable items when items.GetType().IsArray || items is ICollection:
                if (seen.Add(items))
                    Items(items, path);
                break;
            default:
                if (HeldComponents.IsUsers(value.GetType()) && !value.GetType().IsValueType && seen.Add(value))
                    Fields(value, path);
                break;
        }
    }

    private void Items(IEnumerable items, string path)
    {
        var list = items.Cast<object?>().ToList();
        if (list.All(item => item is not null && (item.GetType().IsPrimitive || item is string)))
        {
            var shown = string.Join(", ", list.Take(MostShown).Select(item => Shown(item!)));
            values.TryAdd(path, new PlainValue($"[{shown}{(list.Count > MostShown ? ", …" : "")}]", string.Join("\n", list.Select(item => Words(item!)))));
            return;
        }
        for (var i = 0; i < list.Count; i++)
            Visit(list[i] is DictionaryEntry entry ? entry.Value : list[i], $"{path}[{i}]");
    }

    /// <summary>The numbers that a generator holds, wherever the runtime keeps them.</summary>
    private static string Words(object generator, List<object> within) =>
        string.Join(" ", generator.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Select(field => field.GetValue(generator)).Select(value => value switch
        {
            null => "",
            int[] numbers => string.Join(" ", numbers.Select(number => Words(number))),
            _ when value.GetType().IsPrimitive => Words(value),
            _ => within.Contains(value, ReferenceEqualityComparer.Instance) ? "" : Words(value, [.. within, generator]),
        }));

    private static string Shown(object value) => value is float or double or decimal ? Figures.Of(Convert.ToDouble(value, CultureInfo.InvariantCulture)) : Words(value);

    private static string Words(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

/// <summary>The value of a field.</summary>
/// <param name="Shown">As people read it.</param>
/// <param name="Compared">All of it: equal for equal values.</param>
internal sealed record PlainValue(string Shown, string Compared)
{
    public static PlainValue Of(Tensor tensor) => new($"a tensor {Shape.Of(tensor)}", TensorFingerprint.Of(tensor));

    /// <summary>The fields whose values differ, or that only one of the two has.</summary>
    public static IReadOnlyList<(string Path, string One, string Other)> Differences(IReadOnlyDictionary<string, PlainValue> one, IReadOnlyDictionary<string, PlainValue> other) =>
        [.. one.Keys.Union(other.Keys).Where(path => one.GetValueOrDefault(path)?.Compared != other.GetValueOrDefault(path)?.Compared)
            .Select(path => (path, one.GetValueOrDefault(path)?.Shown ?? "nothing", other.GetValueOrDefault(path)?.Shown ?? "nothing"))];
}
