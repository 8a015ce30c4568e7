using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// What a model holds and has not registered: found by walking the fields of its modules through arrays, lists, dictionaries, tuples,
/// the user's own objects and what lambdas capture. What a class that is no module holds needs no registration; its modules are walked.
/// </summary>
internal sealed class HeldComponents
{
    /// <summary>Asked of every field in every training step.</summary>
    private static readonly ConcurrentDictionary<Type, bool> UsersTypes = new();
    private static readonly ConcurrentDictionary<Type, bool> CollectionTypes = new();

    private readonly HashSet<object> seen = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<nint> registered;
    private readonly List<HeldComponent> unregistered = [];
    private readonly List<(string Path, nn.Module Module)> outermost = [];

    private HeldComponents(IEnumerable<NamedParameter> parameters) => registered = [.. parameters.Select(parameter => parameter.Address)];

    /// <summary>The modules of a model that is no module itself, in the order of its fields; one that another of them holds is left to that one.</summary>
    public static List<(string Path, nn.Module Module)> ModulesOf(object model)
    {
        var walk = new HeldComponents([]);
        walk.seen.Add(model);
        walk.Fields(model, "", null, HeldIn.Field);
        var inside = walk.outermost.SelectMany(root => root.Module.named_modules()).Select(entry => entry.module).ToHashSet<object>(ReferenceEqualityComparer.Instance);
        return [.. walk.outermost.Where(root => !inside.Contains(root.Module))];
    }

    /// <summary>In the order of the fields; what lies inside of an unregistered module comes after it.</summary>
    public static IReadOnlyList<HeldComponent> Unregistered(object model, ModelTree tree)
    {
        var walk = new HeldComponents(tree.AllParameters);
        var modules = tree.Modules.DistinctBy(entry => entry.Module, ReferenceEqualityComparer.Instance).ToList();
        walk.seen.UnionWith(modules.Select(entry => entry.Module));
        if (model is not nn.Module && walk.seen.Add(model))
            walk.Fields(model, "", null, HeldIn.Field);
        foreach (var (path, module) in modules)
            walk.Fields(module, path, module, HeldIn.Field);
        return walk.unregistered;
    }

    private void Fields(object owner, string path, nn.Module? holder, HeldIn place)
    {
        var names = new HashSet<string>();
        for (var type = owner.GetType(); type is not null && IsUsers(type); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (field.FieldType.IsPrimitive || field.FieldType.IsPointer || field.GetValue(owner) is not { } value)
                    continue;
                var fieldPath = Join(path, NameOf(field));
                if (!ReferenceEquals(owner, holder))
                    Visit(value, fieldPath, holder, place);
                else if (!names.Add(field.Name))
                    Visit(value, fieldPath, holder, HeldIn.FieldOfSameName);
                else
                    Visit(value, fieldPath, holder, IsReplaced(holder!, field.Name, value) ? HeldIn.ReplacedField : HeldIn.Field);
            }
        }
    }

    private void Visit(object value, string path, nn.Module? holder, HeldIn place)
    {
        switch (value)
        {
            case nn.Module module when holder is null:
                if (seen.Add(module))
                    outermost.Add((path, module));
                break;
            case nn.Module module:
                Module(module, path, holder, place);
                break;
            case Tensor tensor:
                Tensor(tensor, path, holder, place);
                break;
            case string or IRecipes:
                break;
            case Delegate function:
                foreach (var target in function.GetInvocationList().Select(call => call.Target).OfType<object>())
                    Visit(target, path, holder, HeldIn.Lambda);
                break;
            case ITuple tuple:
                for (var i = 0; i < tuple.Length; i++)
                    VisitItem(tuple[i], $"{path}.Item{i + 1}", holder, HeldIn.Collection);
                break;
            case IDictionary dictionary when seen.Add(dictionary):
                foreach (DictionaryEntry entry in dictionary)
                    VisitItem(entry.Value, $"{path}[{entry.Key}]", holder, HeldIn.Dictionary);
                break;
            case IEnumerable items when IsCollection(items.GetType()) && seen.Add(items):
                var index = 0;
                foreach (var item in items)
                    VisitItem(item, $"{path}[{index++}]", holder, HeldIn.Collection);
                break;
            default:
                if (IsUsers(value.GetType()) && seen.Add(value))
                    Fields(value, path, holder, place == HeldIn.Lambda ? HeldIn.Lambda : HeldIn.Object);
                break;
        }
    }

    private void VisitItem(object? item, string path, nn.Module? holder, HeldIn place)
    {
        if (item is not null)
            Visit(item, path, holder, place);
    }

    private void Module(nn.Module module, string path, nn.Module holder, HeldIn place)
    {
        var isNew = seen.Add(module);
        if (isNew || place == HeldIn.ReplacedField)
            unregistered.Add(new HeldComponent(path, module, holder, place));
        if (!isNew)
            return;
        var inside = module.named_modules().Where(entry => seen.Add(entry.module)).ToList();
        registered.UnionWith(module.parameters().Where(parameter => !parameter.IsInvalid).Select(parameter => MemoryAddress.Of(parameter)));
        Fields(module, path, module, HeldIn.Field);
        foreach (var (name, child) in inside)
            Fields(child, Join(path, ModelTree.Clean(name)), child, HeldIn.Field);
    }

    private void Tensor(Tensor tensor, string path, nn.Module? holder, HeldIn place)
    {
        if (holder is null || !seen.Add(tensor))
            return;
        var isParameter = tensor is Parameter;
        if (tensor.IsInvalid ? isParameter : place == HeldIn.ReplacedField || ((isParameter || tensor.requires_grad) && !registered.Contains(MemoryAddress.Of(tensor))))
            unregistered.Add(new HeldComponent(path, tensor, holder, place));
    }

    /// <summary>Whether something else is registered under the field's name.</summary>
    private static bool IsReplaced(nn.Module holder, string name, object value) => value switch
    {
        nn.Module module => holder.named_children().Any(child => child.name == name && !ReferenceEquals(child.module, module)),
        Tensor { IsInvalid: true } => false,
        Parameter parameter => holder.named_parameters(recurse: false).Any(entry => entry.name == name && IsOther(entry.parameter, parameter)),
        Tensor tensor => holder.named_buffers(recurse: false).Any(entry => entry.name == name && IsOther(entry.buffer, tensor)),
        _ => false,
    };

    private static bool IsOther(Tensor one, Tensor other) => !ReferenceEquals(one, other) && MemoryAddress.Of(one) != MemoryAddress.Of(other);

    /// <summary>Something that exists already: a lazy sequence would make new modules each time it is read.</summary>
    internal static bool IsCollection(Type type) => CollectionTypes.GetOrAdd(type, static type =>
        !(type.GetElementType() ?? type.GetGenericArguments().LastOrDefault() ?? typeof(object)).IsPrimitive
        && (type.IsArray || ((!IsUsers(type) || type.IsDefined(typeof(CompilerGeneratedAttribute)))
            && type.GetInterfaces().Any(contract => contract == typeof(ICollection) || (contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(ICollection<>))))));

    /// <summary>A type of the model's author: not of .NET, of TorchSharp or of this library.</summary>
    internal static bool IsUsers(Type type) => UsersTypes.GetOrAdd(type, static type =>
    {
        var assembly = type.Assembly;
        return !type.IsPrimitive && assembly != typeof(object).Assembly && assembly != typeof(nn.Module).Assembly && assembly != typeof(HeldComponents).Assembly
            && type.Namespace?.Split('.')[0] is not ("System" or "Microsoft");
    });

    /// <summary>As a person wrote it: auto-properties and what a lambda captured have names of the compiler's.</summary>
    private static string NameOf(FieldInfo field)
    {
        var name = ModelTree.Clean(field.Name);
        return name.StartsWith('<') || name.StartsWith("CS$", StringComparison.Ordinal) ? "" : name;
    }

    private static string Join(string path, string name) => path.Length == 0 ? name : name.Length == 0 ? path : $"{path}.{name}";
}

/// <summary>How a module holds something.</summary>
internal enum HeldIn
{
    /// <summary>A field of the module.</summary>
    Field,

    /// <summary>A field under whose name something else is registered.</summary>
    ReplacedField,

    /// <summary>A field of a base class whose name a derived class uses as well.</summary>
    FieldOfSameName,

    /// <summary>An array, a list or a tuple.</summary>
    Collection,

    /// <summary>A dictionary.</summary>
    Dictionary,

    /// <summary>A variable that a lambda captured.</summary>
    Lambda,

    /// <summary>A field of an object that is no module.</summary>
    Object,
}

/// <summary>A module or tensor that is not registered.</summary>
/// <param name="Path">Where it is held: "blocks[0]".</param>
/// <param name="Value">The live module or tensor.</param>
/// <param name="Holder">The module that holds it.</param>
/// <param name="Place">How it is held.</param>
internal sealed record HeldComponent(string Path, object Value, nn.Module Holder, HeldIn Place)
{
    /// <summary>Its class, without type arguments.</summary>
    public string Type => Value.GetType().Name.Split('`')[0];
}
