using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Calls one of the fixture's recipes and turns whatever goes wrong in it into one sentence about that recipe.</summary>
internal static class Recipe
{
    public static T Call<T>(string recipe, Func<T?> call)
        where T : class =>
        Try(recipe, call) ?? throw new FixtureException($"{recipe} returned null", $"return {Expected(recipe)} from {recipe}");

    /// <summary>As <see cref="Call"/>, for a recipe that may return null.</summary>
    public static T? Try<T>(string recipe, Func<T?> call)
        where T : class
    {
        var tracked = is_grad_enabled();
        T? result;
        try
        {
            result = call();
        }
        catch (Exception exception) when (exception is not (FixtureException or OperationCanceledException))
        {
            var thrown = NativeLibraries.Unwrap(exception);
            throw NativeLibraries.Problem(thrown) ?? AutogradLeftOff(recipe, tracked) ?? new FixtureException(
                $"{recipe} threw {thrown.GetType().Name}: {FirstLine(thrown.Message)}", Advice(recipe, thrown), UserFrames.Of(thrown), thrown);
        }
        return AutogradLeftOff(recipe, tracked) is { } problem ? throw problem : result;
    }

    /// <summary>libtorch's messages carry some fourteen lines of C++ frames after the first.</summary>
    public static string FirstLine(string message)
    {
        var lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return lines.Length == 0 ? "(no message)" : lines[0];
    }

    /// <summary>The switch belongs to the thread: left off, it reaches everything that runs there later.</summary>
    private static FixtureException? AutogradLeftOff(string recipe, bool tracked)
    {
        if (!tracked || is_grad_enabled())
            return null;
        set_grad_enabled(true);
        return new FixtureException($"{recipe} leaves autograd switched off: grad mode was enabled before it and is disabled after it",
            "write 'using (torch.no_grad()) { … }' around what must not be tracked; torch.no_grad() without 'using' lasts for the rest of the thread", [recipe]);
    }

    private static string Advice(string recipe, Exception thrown)
    {
        if (thrown is ExternalException)
        {
            if (Says("does not require grad"))
                return "nothing trainable reaches the loss: look for detach(), no_grad(), .data or a tensor rebuilt from numbers between the parameters and the loss";
            if (Says("same dtype") || Says("expected scalar type") || Says("not implemented for 'Long'") || Says("not implemented for 'Int'") || Says("Long and Float"))
                return "convert the input or the target to the type that the layer expects, for example .to(torch.float32)";
            if (Says("shapes cannot be multiplied") || Says("size") || Says("dimension"))
                return "compare these shapes with what the layer was constructed for";
        }
        return $"make {recipe} run by itself first; it stopped at the lines above";

        bool Says(string words) => thrown.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
    }

    private static string Expected(string recipe) => recipe switch
    {
        "CreateModel" => "a new model",
        "CreateData" => "ModelData",
        "Forward" => "the model's output",
        "Loss" => "a scalar tensor",
        _ => "a value",
    };
}
