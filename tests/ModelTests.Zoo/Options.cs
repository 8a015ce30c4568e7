using ModelTests.Models;

namespace ModelTests.Zoo;

/// <summary>What to run.</summary>
/// <param name="Seeds">For cases.</param>
/// <param name="ControlSeeds">For parents and controls.</param>
/// <param name="Only">Ids of cases, parents and controls; everything when empty.</param>
/// <param name="Checks">Names of checks; all when empty.</param>
/// <param name="CaseStyles">The styles in which cases are run.</param>
/// <param name="ParentStyles">The styles in which parents are run.</param>
/// <param name="Contracts">What is declared on cases and controls.</param>
/// <param name="Write">Whether the results are written to files.</param>
internal sealed record Options(IReadOnlyList<int> Seeds, IReadOnlyList<int> ControlSeeds, IReadOnlyList<string> Only, IReadOnlyList<string> Checks, IReadOnlyList<CallStyle> CaseStyles, IReadOnlyList<CallStyle> ParentStyles, Contracts Contracts, bool Write)
{
    /// <summary>Before all other arguments: runs the tests that people write by hand in place of the checks.</summary>
    public const string ByHand = "--by-hand";

    public const string Usage = """
        --by-hand              first: the tests that people write by hand in place of the checks; writes docs/comparison.md
        --seeds 0-4            seeds of the cases (default 0-4)
        --controls-seeds 0-49  seeds of the parents and controls (default: as the cases)
        --only MS01,R1,H03     these ids only, and nothing is written
        --checks Causal,Tied   these checks only, and nothing is written
        --style both           call, forward or both (default: call for cases, both for parents)
        --contracts none       the standard checks only, or with culprit FindsCulprit only; nothing is written (default: declared)
        """;

    /// <exception cref="ArgumentException">An argument is unknown or has no legal value.</exception>
    public static Options Parse(IReadOnlyList<string> arguments)
    {
        var given = new Dictionary<string, string>();
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (arguments[i] is not ("--seeds" or "--controls-seeds" or "--only" or "--checks" or "--style" or "--contracts") || i + 1 == arguments.Count)
                throw new ArgumentException($"'{arguments[i]}' is no argument of the zoo or has no value; there are\n{Usage}");
            given[arguments[i]] = arguments[i + 1];
        }
        var seeds = Range("--seeds", given.GetValueOrDefault("--seeds", "0-4"));
        var (only, checks) = (Names("--only"), Names("--checks"));
        var styles = given.GetValueOrDefault("--style");
        var contracts = given.GetValueOrDefault("--contracts", "declared") switch
        {
            "declared" => Contracts.Declared,
            "none" => Contracts.None,
            "culprit" => Contracts.CulpritOnly,
            var other => throw new ArgumentException($"--contracts is '{other}'; give declared, none or culprit"),
        };
        return new Options(seeds, given.TryGetValue("--controls-seeds", out var range) ? Range("--controls-seeds", range) : seeds, only, checks,
            styles is null ? [CallStyle.Call] : Styles(styles), Styles(styles ?? "both"), contracts,
            Write: only.Length == 0 && checks.Length == 0 && contracts == Contracts.Declared);

        string[] Names(string argument) => given.GetValueOrDefault(argument, "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    public bool Includes(string id) => Only.Count == 0 || Only.Contains(id, StringComparer.OrdinalIgnoreCase);

    public bool Runs(CheckAttribute check) => (Contracts == Contracts.CulpritOnly) == (check is FindsCulpritAttribute) && RunsByName(check);

    /// <summary>What is declared, of what could be.</summary>
    public IReadOnlyList<CheckAttribute> Of(IReadOnlyList<CheckAttribute> declared) => Contracts switch
    {
        Contracts.Declared => declared,
        Contracts.None => [],
        _ => [new FindsCulpritAttribute()],
    };

    private bool RunsByName(CheckAttribute check) => Checks.Count == 0 || Checks.Contains(check.Name, StringComparer.OrdinalIgnoreCase);

    private static CallStyle[] Styles(string name) => name switch
    {
        "call" => [CallStyle.Call],
        "forward" => [CallStyle.Forward],
        "both" => [CallStyle.Call, CallStyle.Forward],
        _ => throw new ArgumentException($"--style is '{name}'; give call, forward or both"),
    };

    private static int[] Range(string argument, string range)
    {
        var ends = range.Split('-').Select(end => int.TryParse(end, out var seed) && seed >= 0 ? seed : -1).ToArray();
        return ends is [>= 0 and var first, .. var rest] && rest is [] or [>= 0] && (rest is [] || rest[0] >= first)
            ? [.. Enumerable.Range(first, (rest is [] ? first : rest[0]) - first + 1)]
            : throw new ArgumentException($"{argument} is '{range}'; give the first and the last seed, for example 0-4");
    }
}

/// <summary>What is declared on cases, parents and controls.</summary>
internal enum Contracts
{
    /// <summary>Their contracts, beside the standard checks.</summary>
    Declared,

    /// <summary>Nothing: the standard checks alone.</summary>
    None,

    /// <summary>FindsCulprit, and no other check.</summary>
    CulpritOnly,
}
