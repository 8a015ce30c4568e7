using ModelTests.Models;

namespace ModelTests.Zoo;

/// <summary>Where a fault lies.</summary>
internal enum Stage
{
    Model,
    Loss,
    TrainingStep,
    Data,
    State,
    Numerics,
    TorchSharp,
}

/// <summary>A fault, planted in a healthy parent. The same checks are asked of both: what the parent is accused of counts as well.</summary>
/// <param name="Id">As in the published list: MS01.</param>
/// <param name="Title">What was changed, in a few words.</param>
/// <param name="Stage">Where the fault lies.</param>
/// <param name="Parent">The healthy fixture.</param>
/// <param name="Mutant">The same fixture with the fault.</param>
internal sealed record ZooCase(string Id, string Title, Stage Stage, Func<IRecipes> Parent, Func<IRecipes> Mutant)
{
    /// <summary>The contracts that are declared on parent and mutant, beside the standard checks.</summary>
    public IReadOnlyList<CheckAttribute> Declared { get; init; } = [];

    /// <summary>How the models run their layers; one fault may be there in both styles under the same id.</summary>
    public CallStyle Style { get; init; } = CallStyle.Call;

    /// <summary>Regular expressions, each for a location that names the culprit; several may be right.</summary>
    public required IReadOnlyList<string> AcceptedLocations { get; init; }

    /// <summary>The same fault in models that run their layers by call, which hooks see, and by forward, which they do not.</summary>
    public static ZooCase[] InBothStyles(string id, string title, Stage stage, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant,
        IReadOnlyList<string> accepted, IEnumerable<CheckAttribute>? declared = null) =>
        [.. Enum.GetValues<CallStyle>().Select(style => new ZooCase(id, title, stage, () => parent(style), () => mutant(style))
        {
            Style = style,
            AcceptedLocations = accepted,
            Declared = [.. declared ?? []],
        })];
}

/// <summary>A healthy fixture that looks odd. Any failing check on it is a false accusation.</summary>
/// <param name="Id">As in the published list: H01.</param>
/// <param name="Title">What looks odd.</param>
/// <param name="Fixture">The healthy fixture.</param>
internal sealed record ZooControl(string Id, string Title, Func<IRecipes> Fixture)
{
    /// <summary>The contracts that are declared on it, beside the standard checks.</summary>
    public IReadOnlyList<CheckAttribute> Declared { get; init; } = [];

    /// <summary>The same fixture in models that run their layers by call, which hooks see, and by forward, which they do not.</summary>
    public static ZooControl[] InBothStyles(string id, string title, Func<CallStyle, IRecipes> fixture, IEnumerable<CheckAttribute>? declared = null) =>
        [.. Enum.GetValues<CallStyle>().Select(style => new ZooControl($"{id} by {style.ToString().ToLowerInvariant()}", title, () => fixture(style)) { Declared = [.. declared ?? []] })];
}
