using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Every module and parameter that the model holds and training uses is registered.</summary>
/// <remarks>
/// What is not registered is missing from parameters(), state_dict(), train(), eval() and to(). A frozen or unused network that is held
/// unregistered on purpose, such as a teacher or a target network, is no fault.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class ComponentsRegisteredAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Every module and parameter that the model holds and training uses is registered.";

    internal override Stage Stage => Stage.Model;

    internal override Verdict Judge(Evidence evidence)
    {
        var registration = evidence.Registration;
        var certain = registration.Held.Where(held => held.IsDisposed || held.Place is HeldIn.ReplacedField or HeldIn.FieldOfSameName).ToList();
        if (certain.Count > 0 && registration.Parameters > 0)
            return Fails(certain);
        // Every check refuses a model without parameters; this one knows which ones it holds.
        if (registration is { Parameters: 0, Held.Count: > 0 })
            return Fails(Topmost(registration.Held));
        var use = evidence.UnregisteredUse;
        if (Topmost([.. use.Trained, .. use.LeftInTrainMode]) is { Count: > 0 } used)
            return Fails(used);
        var aside = Topmost(registration.Held);
        return Verdict.Holds($"{Figures.Count(registration.Modules, "module")} and {Figures.Count(registration.Parameters, "parameter")} are registered"
            + (aside.Count == 0 ? "" : $"; {string.Join(", ", aside.Select(held => held.Path))} held apart from them, and neither trained nor in the wrong mode"));
    }

    /// <summary>A module stands for what is inside of it.</summary>
    private static List<Unregistered> Topmost(IReadOnlyList<Unregistered> held) =>
        [.. held.Where(one => !held.Any(other => one.Path.StartsWith(other.Path + ".", StringComparison.Ordinal)))];

    private static Verdict Fails(List<Unregistered> held)
    {
        var (cause, change) = Explain(held[0]);
        return Verdict.Fails($"{Figures.Count(held.Count, "component")} of the model {(held.Count == 1 ? "is" : "are")} not registered")
            .At(held.Select(one => new Finding(one.Path, one.Size is null ? $"({one.Type})" : Shape.OfSizes(one.Size), Seen(one))))
            .Because(cause)
            .ChangeTo(change)
            .ExemptBy("[Exempt(\"ComponentsRegistered\", \"…\")]");
    }

    private static string Seen(Unregistered held) => held switch
    {
        { IsDisposed: true } => "a Parameter that was disposed",
        { Place: HeldIn.ReplacedField, IsPlainTensor: true } => "the field holds another tensor than the registered one",
        { Place: HeldIn.ReplacedField, IsParameter: true } => "the field holds another parameter than the registered one",
        { Place: HeldIn.ReplacedField } => "the field holds another module than the registered one",
        { IsPlainTensor: true } => "a tensor with requires_grad that is no Parameter",
        { Place: HeldIn.Collection } => "held in an array, a list or a tuple: not registered",
        { Place: HeldIn.Dictionary } => "held in a dictionary: not registered",
        { Place: HeldIn.Lambda } => "captured by a lambda: not registered",
        { Place: HeldIn.Object } => "held by an object that is no module: not registered",
        { Place: HeldIn.FieldOfSameName } => "a private field whose name a derived class uses again: not registered",
        _ => "not registered",
    };

    private static (string Cause, string Change) Explain(Unregistered held)
    {
        var path = held.Path;
        var name = path.Split('.')[^1].Split('[')[0];
        return held switch
        {
            { IsDisposed: true } => ($"{path} was disposed with the dispose scope in which it was made",
                $"make {name} outside of NewDisposeScope(), or call .DetachFromDisposeScope() on it"),
            { Place: HeldIn.ReplacedField } => ($"{path} was assigned after {held.Holder} had registered another object under that name: parameters(), eval() and state_dict() keep the old one",
                $"assign {name} before RegisterComponents(), or register the new one with register_{(held.IsPlainTensor ? "buffer" : held.IsParameter ? "parameter" : "module")}(\"{name}\", …)"),
            { Place: HeldIn.FieldOfSameName } => ("two classes of the hierarchy have a field of this name, and one name registers one object", $"rename one of the two fields {name}"),
            { IsPlainTensor: true } => ("a plain tensor registers as a buffer at best: it gets a gradient, and parameters() does not give it to the optimizer", $"declare {name} as Parameter: {name} = Parameter(…)"),
            { HolderRegisteredNothing: true, Place: HeldIn.Field } => ($"{held.Holder} has registered nothing: RegisterComponents() is not called in its constructor, or before the fields are assigned", $"call RegisterComponents() at the end of {held.Holder}'s constructor"),
            { Place: HeldIn.Field } => ($"{path} did not exist yet when RegisterComponents() ran: it is assigned later, or a base constructor had made the call",
                $"assign {name} before RegisterComponents(), or call register_{(held.IsParameter ? "parameter" : "module")}(\"{name}\", {name}) after assigning it"),
            { IsParameter: true } => ("RegisterComponents() registers what fields hold directly, and does not look into collections, objects and lambdas",
                "hold them in a ParameterList or ParameterDict field, or register each with register_parameter"),
            { Place: HeldIn.Collection } => ("RegisterComponents() registers what fields hold directly, and does not look into arrays, lists and tuples", $"make {name} a ModuleList, a Sequential or single fields"),
            { Place: HeldIn.Dictionary } => ("RegisterComponents() registers what fields hold directly, and does not look into dictionaries", $"make {name} a ModuleDict"),
            { Place: HeldIn.Lambda } => ("a lambda's captured variable is no field of the model", $"hold {name} in a field of {held.Holder}"),
            _ => ("RegisterComponents() registers what fields hold directly, and does not look into objects that are no modules", $"make the class that holds {name} a Module, or hold {name} in a field of {held.Holder}"),
        };
    }
}
