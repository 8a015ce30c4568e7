using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace ModelTests;

public sealed partial class Evidence
{
    /// <summary>The names under which the model's state is saved.</summary>
    internal StateNames StateNames => Recording(ModelTests.StateNames.Record);
}

/// <summary>The names under which the model's state is saved, as they are in the file.</summary>
/// <param name="Names">Of one model, in order.</param>
/// <param name="Again">Of a second one.</param>
internal sealed partial record StateNames(IReadOnlyList<string> Names, IReadOnlyList<string> Again)
{
    public static StateNames Record(Func<Subject> create, RunBudget budget)
    {
        budget.Step("while reading the names of the model's state");
        using var scope = NewDisposeScope();
        return new StateNames(Of(create), Of(create));
    }

    /// <summary>Letters, digits, underscores and hyphens, in parts that are divided by points.</summary>
    public static bool IsPortable(string name) => Portable().IsMatch(name) && !name.Contains("k__BackingField", StringComparison.Ordinal);

    private static List<string> Of(Func<Subject> create)
    {
        using var subject = create();
        // What is built lazily has no names before.
        using (no_grad())
        {
            try
            {
                _ = subject.Forward(subject.Batches(1)[0]);
            }
            catch (FixtureException)
            {
                // Without a forward call, as in adversarial pairs, the names of what is there will do.
            }
        }
        return [.. subject.Tree.Roots.SelectMany(root => root.Module.state_dict().Keys.Select(name => root.Path.Length == 0 ? name : $"{root.Path}.{name}"))];
    }

    [GeneratedRegex(@"^[\p{L}\p{N}_\-\[\]]+(\.[\p{L}\p{N}_\-\[\]]+)*$")]
    private static partial Regex Portable();
}
