using System.Globalization;

namespace ModelTests;

/// <summary>What each module got and gave in one forward pass, in the order in which modules finish.</summary>
internal static class ModulePasses
{
    /// <summary>The path under which the whole model is written; no module can be called that.</summary>
    public const string Model = "(model)";

    /// <summary>Runs the pass and notes every module that hooks see.</summary>
    /// <param name="tree">The model.</param>
    /// <param name="pass">The forward pass.</param>
    public static IReadOnlyList<ModulePass> Of(ModelTree tree, Action pass)
    {
        var passes = new List<ModulePass>();
        var calls = new Dictionary<string, int>();
        var inputs = new Dictionary<ModuleCall, IReadOnlyList<TensorSketch>>(ReferenceEqualityComparer.Instance);
        using var trace = new ForwardTrace(tree)
        {
            Entered = (call, tensors) => inputs[call] = Sketches(tensors),
            Finished = (call, tensors) => passes.Add(new ModulePass(call.Path, Name(call.Path), call.Type, inputs.GetValueOrDefault(call) ?? [], Sketches(tensors))),
        };
        pass();
        return passes;

        string Name(string path)
        {
            var call = calls[path] = calls.GetValueOrDefault(path) + 1;
            var name = path.Length == 0 ? Model : path;
            return call == 1 ? name : string.Create(CultureInfo.InvariantCulture, $"{name} (call {call})");
        }
    }

    private static IReadOnlyList<TensorSketch> Sketches(ModelOutput tensors) => [.. tensors.Tensors.Select(TensorSketch.Of)];
}

/// <summary>One call of one module.</summary>
/// <param name="Path">The module's path; "" for the model itself.</param>
/// <param name="Name">Unique in the pass.</param>
/// <param name="Type">The module's class.</param>
/// <param name="Inputs">What it got, before it could change it.</param>
/// <param name="Outputs">What it gave.</param>
internal sealed record ModulePass(string Path, string Name, string Type, IReadOnlyList<TensorSketch> Inputs, IReadOnlyList<TensorSketch> Outputs);
