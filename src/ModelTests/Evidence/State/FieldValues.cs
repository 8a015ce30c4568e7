using System.Collections;
using System.Globalization;
using System.Reflection;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.optim.lr_scheduler;

namespace ModelTests;

/// <summary>
/// The numbers and tensors in the fields of TorchSharp's optimizers' states and schedules, which have no common interface to read them.
/// Tensors count with their strides: another layout may round otherwise.
/// </summary>
internal static class FieldValues
{
    /// <summary>State and options of each optimizer, in order: "Adam parameter 0 exp_avg".</summary>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyList<OptimizerHelper> optimizers)
    {
        var values = new Dictionary<string, string>();
        for (var i = 0; i < optimizers.Count; i++)
        {
            var name = optimizers[i].GetType().Name + (optimizers.Count > 1 ? $" {i}" : "");
            var state = optimizers[i].state_dict();
            foreach (var (options, group) in state.Options.Select((options, group) => (options, group)))
                Add(options, $"{name} group {group}", values);
            foreach (var (entry, parameter) in state.State.Select((entry, parameter) => (entry, parameter)))
                Add(entry, $"{name} parameter {parameter}", values);
        }
        return values;
    }

    public static IReadOnlyDictionary<string, string> Of(LRScheduler schedule)
    {
        var values = new Dictionary<string, string>();
        Add(schedule, schedule.GetType().Name, values);
        return values;
    }

    /// <summary>The first name whose values differ or that one of the two lacks; null when they are equal.</summary>
    public static string? FirstDifference(IReadOnlyDictionary<string, string> one, IReadOnlyDictionary<string, string> other) =>
        one.Keys.Union(other.Keys).FirstOrDefault(name => one.GetValueOrDefault(name) != other.GetValueOrDefault(name));

    private static void Add(object owner, string path, Dictionary<string, string> values)
    {
        for (var type = owner.GetType(); type is not null && type != typeof(object); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                Visit(field.GetValue(owner), $"{path} {ModelTree.Clean(field.Name)}", values);
        }
    }

    private static void Visit(object? value, string path, Dictionary<string, string> values)
    {
        switch (value)
        {
            case Parameter or Delegate or optim.Optimizer:
                break;
            case Tensor { IsInvalid: false } tensor:
                values[path] = $"{TensorFingerprint.Of(tensor)} {(tensor.is_sparse ? "" : string.Join(",", tensor.stride()))}";
                break;
            case not null when value.GetType().IsPrimitive || value is Enum or string:
                values[path] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
                break;
            case LRScheduler schedule:
                Add(schedule, path, values);
                break;
            case IEnumerable items:
                foreach (var (item, i) in items.Cast<object?>().Select((item, i) => (item, i)))
                    Visit(item, $"{path}[{i}]", values);
                break;
            default:
                break;
        }
    }
}
