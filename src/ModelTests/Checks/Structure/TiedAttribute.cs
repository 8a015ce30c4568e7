using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Two parameters are one, and stay one through training, saving and loading.</summary>
/// <param name="first">The path of a parameter, such as "embedding.weight".</param>
/// <param name="second">The path of the parameter that shares its memory, such as "head.weight".</param>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class TiedAttribute(string first, string second, [CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Two parameters are one, and stay one through training, saving and loading.";

    internal override Stage Stage => Stage.Model;

    /// <summary>The path of the first parameter.</summary>
    public string First { get; } = first;

    /// <summary>The path of the second parameter.</summary>
    public string Second { get; } = second;

    internal override bool IsStandard => false;

    internal override string Arguments => $"{First}, {Second}";

    internal override Verdict Judge(Evidence evidence)
    {
        if (First == Second)
            return Verdict.Fails($"[Tied(\"{First}\", \"{Second}\")] names one parameter twice").ChangeTo("name the two parameters that share their memory");
        var tie = evidence.TieOf(First, Second);
        if (tie.Moments.Count == 0)
        {
            var missing = string.Join(" and ", new[] { First, Second }.Where(path => !tie.Paths.Contains(path)));
            return Verdict.Fails($"the model has no parameter {missing}")
                .At(tie.Paths.Select(path => new Finding(path, "", "")))
                .ChangeTo("correct the path; it is the one that named_parameters() gives");
        }
        return tie.Moments.FirstOrDefault(moment => !moment.SameMemory) is { } apart
            ? Fails(apart, tie)
            : Verdict.Holds($"{First} and {Second} are one {string.Join(", ", tie.Moments.Select(moment => moment.When))}");
    }

    private Verdict Fails(TieAt apart, TiedParameters tie)
    {
        var (cause, change) = Explain(apart, lost: apart != tie.Moments[0]);
        return Verdict.Fails($"{First} and {Second} are two parameters {(apart == tie.Moments[0] ? "from the start" : apart.When)}")
            .At([new Finding(Second, Shape.OfSizes(apart.SecondSize), $"not the memory of {First} {Shape.OfSizes(apart.FirstSize)}"),
                .. tie.Moments.Select(moment => new Finding(moment.When, "", moment.SameMemory ? "one parameter" : Difference(moment)))])
            .Because(cause)
            .ChangeTo(change);
    }

    private static string Difference(TieAt moment) => moment.LargestDifference is { } difference
        ? $"two parameters, values up to {Figures.Of(difference)} apart"
        : "two parameters of different shapes";

    private static (string Cause, string Change) Explain(TieAt apart, bool lost)
    {
        if (lost && apart.When.Contains("loading", StringComparison.Ordinal))
            return ("loading gives each name a tensor of its own", "copy the loaded values into the existing parameter, or tie the two again after loading");
        if (lost)
            return ("the training step replaces one of them: what belongs together is updated apart", "assign values in place with copy_ under no_grad(), and keep the Parameter object");
        return apart.LargestDifference == 0
            ? ("the values were copied once and the memory is not shared: training moves the two apart", "assign the Parameter itself, such as head.weight = embedding.weight, instead of copying its values")
            : ("nothing ties them: each was initialised by itself", "assign the Parameter itself to both, such as head.weight = embedding.weight");
    }
}
