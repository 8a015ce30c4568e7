using System.Text.RegularExpressions;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>
/// The modules, parameters and buffers of a model under the paths that a person would write.
/// A model that is no module itself has one root for each module that it holds, in collections and in objects of its own as well: "Members[0]".
/// </summary>
internal sealed partial class ModelTree
{
    private readonly List<(string Name, nn.Module Module)> roots;

    private ModelTree(List<(string Name, nn.Module Module)> roots) => this.roots = roots;

    public static ModelTree Of(object model) => new(model is nn.Module module ? [("", module)] : HeldComponents.ModulesOf(model));

    public bool IsEmpty => roots.Count == 0;

    /// <summary>The outermost modules, which save and load what they hold; a model that is a module is the only one, under the path "".</summary>
    public IReadOnlyList<(string Path, nn.Module Module)> Roots => roots;

    /// <summary>Every module with its path; a root that is the model itself has the path "".</summary>
    public IEnumerable<(string Path, nn.Module Module)> Modules
    {
        get
        {
            foreach (var (name, root) in roots)
            {
                yield return (name, root);
                foreach (var (path, module) in root.named_modules())
                    yield return (Join(name, path), module);
            }
        }
    }

    /// <summary>Every registered parameter once: parameters that share memory under the first of their paths.</summary>
    public IReadOnlyList<NamedParameter> Parameters
    {
        get
        {
            var seen = new HashSet<nint>();
            return [.. AllParameters.Where(parameter => seen.Add(parameter.Address))];
        }
    }

    /// <summary>Every registered parameter under every path that it has.</summary>
    public IEnumerable<NamedParameter> AllParameters =>
        from root in roots
        from entry in root.Module.named_parameters()
        select new NamedParameter(Join(root.Name, entry.name), entry.parameter);

    /// <summary>The path of the root that holds what lies at <paramref name="path"/>; "" for a model that is a module.</summary>
    public string RootOf(string path) =>
        roots.Select(root => root.Name).Where(name => path == name || path.StartsWith($"{name}.", StringComparison.Ordinal)).MaxBy(name => name.Length) ?? "";

    public IEnumerable<Parameter> TrainableParameters =>
        Parameters.Where(parameter => parameter.Tensor.requires_grad).Select(parameter => parameter.Tensor);

    public IEnumerable<(string Path, Tensor Tensor)> Buffers =>
        from root in roots
        from entry in root.Module.named_buffers()
        select (Join(root.Name, entry.name), entry.buffer);

    public void Train(bool on = true)
    {
        foreach (var (_, root) in roots)
            root.train(on);
    }

    /// <summary>Switches to evaluation until disposed; every module then has the mode that it had before.</summary>
    public IDisposable Evaluating()
    {
        var before = Modules.Select(entry => (entry.Module, entry.Module.training)).ToList();
        Train(false);
        return new Restore(before);
    }

    public void ToType(ScalarType type)
    {
        foreach (var (_, root) in roots)
            root.to(type);
    }

    /// <summary>An auto-property registers as <c>&lt;Fc&gt;k__BackingField</c> and a captured constructor parameter as <c>&lt;fc&gt;P</c>; people wrote <c>Fc</c> and <c>fc</c>.</summary>
    internal static string Clean(string path) => BackingField().Replace(path, "${name}");

    private static string Join(string root, string path) =>
        root.Length == 0 ? Clean(path) : path.Length == 0 ? root : $"{root}.{Clean(path)}";

    [GeneratedRegex(@"<(?<name>[^>]+)>(k__BackingField|P\b)")]
    private static partial Regex BackingField();

    private sealed class Restore(List<(nn.Module Module, bool Training)> modes) : IDisposable
    {
        public void Dispose()
        {
            // A parent's train() reaches its children, so the parents, which come first, are set first.
            foreach (var (module, training) in modes)
                module.train(training);
        }
    }
}

/// <summary>A registered parameter and its path.</summary>
internal sealed record NamedParameter(string Path, Parameter Tensor)
{
    /// <summary>Where the values lie: equal for tied parameters, whose handles differ.</summary>
    public nint Address { get; } = MemoryAddress.Of(Tensor);

    /// <summary>The path of the module that owns the parameter.</summary>
    public string Owner => Path.Contains('.', StringComparison.Ordinal) ? Path[..Path.LastIndexOf('.')] : "";
}
