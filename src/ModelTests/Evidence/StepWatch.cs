using System.Collections;
using System.Diagnostics;
using TorchSharp.Modules;
using static TorchSharp.torch.optim;

namespace ModelTests;

/// <summary>
/// Tells when an optimizer's step begins, whoever calls it. TorchSharp's optimizers have no hooks, but read their groups' parameters anew in
/// every step: a group is given a sequence that notices. LBFGS keeps a list of its own and is not seen.
/// </summary>
internal static class StepWatch
{
    /// <summary>Watches an optimizer for the rest of its life.</summary>
    /// <param name="optimizer">Steps as before.</param>
    /// <param name="begins">Called at the beginning of each step, before a parameter moves.</param>
    public static void Watch(Optimizer optimizer, Action begins)
    {
        // A step reads its groups in their order.
        if (optimizer.ParamGroups.OfType<ParamGroup>().FirstOrDefault() is { } first)
            first.Parameters = new Noticing(first.Parameters, begins);
    }

    private sealed class Noticing(IEnumerable<Parameter> parameters, Action begins) : IEnumerable<Parameter>
    {
        public IEnumerator<Parameter> GetEnumerator()
        {
            if (IsStep(new StackTrace(1, fNeedFileInfo: false)))
                begins();
            return parameters.GetEnumerator();
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        /// <summary>Whether an optimizer's step is what reads the parameters: zero_grad, users' loops and the closures that they pass read them, too.</summary>
        private static bool IsStep(StackTrace trace) =>
            trace.GetFrames().Select(frame => frame.GetMethod())
                .Where(method => method?.DeclaringType?.Namespace?.StartsWith("System", StringComparison.Ordinal) != true)
                .TakeWhile(method => typeof(Optimizer).IsAssignableFrom(Outermost(method?.DeclaringType)))
                .Any(method => method!.Name == "step" || method.Name.StartsWith("<step>", StringComparison.Ordinal));

        /// <summary>A lambda's type is a closure within the type that wrote it.</summary>
        private static Type? Outermost(Type? type)
        {
            while (type?.DeclaringType is { } outer && !typeof(Optimizer).IsAssignableFrom(type))
                type = outer;
            return type;
        }
    }
}
