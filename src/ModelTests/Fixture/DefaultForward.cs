using System.Reflection;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Calls a model with the batch's inputs through whichever <c>IModule&lt;…&gt;</c> it implements; TorchScript models included.</summary>
internal static class DefaultForward
{
    public static ModelOutput Call(object model, Batch batch)
    {
        if (model is nn.IModule<Tensor, Tensor> single && batch.Inputs.Count == 1)
            return single.call(batch.Inputs[0]);

        var signatures = model.GetType().GetInterfaces().Where(IsModule).ToList();
        var signature = signatures.FirstOrDefault(type => Takes(type, batch.Inputs.Count))
            ?? throw new InvalidOperationException(
                $"{model.GetType().Name} {Describe(signatures)}, and the batch has {batch.Inputs.Count} input tensor{(batch.Inputs.Count == 1 ? "" : "s")}; override Forward(model, batch) to say how it is called.");
        var returned = signature.GetMethod("call")!.Invoke(model, BindingFlags.DoNotWrapExceptions, null, [.. batch.Inputs], null);
        return ModelOutput.From(returned)
            ?? throw new InvalidOperationException(
                $"{model.GetType().Name} returned {returned?.GetType().Name ?? "null"}, which holds something else than tensors; override Forward(model, batch) to pick the tensors out.");
    }

    private static bool IsModule(Type type) =>
        type.IsGenericType && type.Name.StartsWith("IModule`", StringComparison.Ordinal) && type.Namespace == "TorchSharp";

    private static bool Takes(Type signature, int inputs)
    {
        var arguments = signature.GetGenericArguments();
        return arguments.Length == inputs + 1 && arguments[..^1].All(argument => argument == typeof(Tensor));
    }

    private static string Describe(List<Type> signatures) =>
        signatures.Count == 0
            ? "is not a TorchSharp module"
            : "takes (" + string.Join(") or (", signatures.Select(type => string.Join(", ", type.GetGenericArguments()[..^1].Select(argument => argument.Name)))) + ")";
}
