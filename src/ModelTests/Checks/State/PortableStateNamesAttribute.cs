using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Saved parameters and buffers have names that a person wrote and that stay the same.</summary>
/// <remarks>
/// A contract: names of the compiler's, such as &lt;Fc&gt;k__BackingField for an auto-property, work as long as only this version of the model reads the
/// file. They get lost when the property becomes a field, and other programs cannot read them.
/// </remarks>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class PortableStateNamesAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Saved parameters and buffers have names that a person wrote and that stay the same.";

    internal override Stage Stage => Stage.State;

    internal override bool IsStandard => false;

    internal override Verdict Judge(Evidence evidence)
    {
        var names = evidence.StateNames;
        var generated = names.Names.Where(name => !StateNames.IsPortable(name)).ToList();
        if (generated.Count > 0)
        {
            return Fails(generated.Count, names, "a name that no person wrote").At(generated.Select(name => new Finding(ModelTree.Clean(name), "", $"saved as {name}")))
                .Because("an auto-property registers under the name of its hidden field, and a captured constructor parameter under one of the compiler's")
                .ChangeTo("hold it in a field, or register it by name: register_module(\"fc\", Fc)");
        }
        var unstable = names.Names.Zip(names.Again).Where(pair => pair.First != pair.Second).ToList();
        if (unstable.Count > 0 || names.Names.Count != names.Again.Count)
        {
            return Fails(Math.Max(unstable.Count, Math.Abs(names.Names.Count - names.Again.Count)), names, "another name in a second model")
                .At([.. unstable.Select(pair => new Finding(pair.First, "", $"{pair.Second} in a second model")), new Finding("CreateModel", "", $"{names.Names.Count} names once, {names.Again.Count} the next time")])
                .Because("a name is made from a counter, a random number or the order of a set")
                .ChangeTo("name parts by their place in the model");
        }
        var alike = names.Names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).ToList();
        return alike.Count == 0
            ? Verdict.Holds($"{Figures.Count(names.Names.Count, "name")}, the same in a second model")
            : Fails(alike.Count, names, "one that differs from another in case only").At(alike.Select(group => new Finding(group.First(), "", $"and {string.Join(", ", group.Skip(1))}")))
                .Because("formats that write one file per name cannot hold both on file systems that ignore case").ChangeTo("give them different names");
    }

    private static Verdict Fails(int count, StateNames names, string what) =>
        Verdict.Fails($"{count} of {Figures.Count(names.Names.Count, "saved name")}: {what}").ExemptBy("[Exempt(\"PortableStateNames\", \"…\")]");
}
