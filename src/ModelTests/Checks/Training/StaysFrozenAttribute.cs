using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The named part of the model does not move in training, parameters and buffers alike, and the rest does.</summary>
/// <param name="pattern">The part, as a path pattern: "backbone.**".</param>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class StaysFrozenAttribute(string pattern, [CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <summary>The part that must not move.</summary>
    public string Pattern { get; } = pattern;

    /// <inheritdoc/>
    public override string Claim => "The named part does not move in training, and the rest does.";

    internal override Stage Stage => Stage.TrainingStep;

    internal override bool IsStandard => false;

    internal override string Arguments => Pattern;

    internal override Verdict Judge(Evidence evidence)
    {
        var steps = evidence.Steps;
        var frozen = new PathPattern(Pattern);
        var (named, rest) = (steps.Parameters.Where(parameter => frozen.Matches(parameter.Path)).ToList(), steps.Parameters.Where(parameter => !frozen.Matches(parameter.Path)).ToList());
        var buffers = steps.Buffers.Where(buffer => frozen.Matches(buffer.Path)).ToList();
        if (named.Count + buffers.Count == 0)
        {
            return Verdict.Fails($"\"{Pattern}\" matches no parameter and no buffer of the model")
                .At(steps.Parameters.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), "")))
                .ChangeTo("correct the pattern; \"backbone.**\" stands for everything below backbone");
        }
        var moved = named.Where(parameter => parameter.MovedAt is not null).ToList();
        if (moved.Count > 0)
            return FailsForParameters(moved, named.Count, rest, steps);
        var movedBuffers = buffers.Where(buffer => buffer.MovedAt is not null).ToList();
        if (movedBuffers.Count > 0)
        {
            return Verdict.Fails($"{movedBuffers.Count} of {Figures.Count(buffers.Count, "buffer")} that must stay frozen changed in {Figures.Count(steps.Taken.Count, "training step")}")
                .At(movedBuffers.Select(buffer => new Finding(buffer.Path, Shape.OfSizes(buffer.Size), $"changed in step {buffer.MovedAt}")))
                .Because("the frozen part is in train mode, so its running statistics follow the new data although its parameters do not move")
                .ChangeTo("call eval() on the frozen part in every training step, after model.train()");
        }
        if (rest.Count > 0 && !rest.Any(parameter => parameter.Moved))
        {
            return Verdict.Fails($"\"{Pattern}\" stays frozen, and so does everything else: none of {Figures.Count(rest.Count, "other parameter")} moved")
                .At(rest.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), parameter.RequiresGradient ? "did not move" : "requires_grad is false")))
                .Because("more was frozen than was named, or the optimizer does not hold the rest")
                .ChangeTo("see [WeightsUpdate], which tells why a parameter does not move");
        }
        return Verdict.Holds($"{Figures.Count(named.Count, "parameter")} and {Figures.Count(buffers.Count, "buffer")} stayed as they were in {Figures.Count(steps.Taken.Count, "training step")}; {rest.Count(parameter => parameter.Moved)} of {Figures.Count(rest.Count, "other")} moved".Replace("others moved", "other ones moved", StringComparison.Ordinal));
    }

    private static Verdict FailsForParameters(List<ParameterHistory> moved, int named, List<ParameterHistory> rest, TrainingSteps steps)
    {
        var frozenInstead = rest.Where(parameter => !parameter.RequiresGradient).ToList();
        var tracked = moved.Where(parameter => parameter.RequiresGradient).ToList();
        var verdict = Verdict.Fails($"{moved.Count} of {Figures.Count(named, "parameter")} that must stay frozen moved in {Figures.Count(steps.Taken.Count, "training step")}")
            .At(moved.Select(parameter => new Finding(parameter.Path, Shape.OfSizes(parameter.Size), $"moved in step {parameter.MovedAt}, requires_grad {(parameter.RequiresGradient ? "true" : "false")}")));
        if (frozenInstead.Count > 0)
        {
            return verdict.Because($"something else was frozen instead: {string.Join(", ", frozenInstead.Take(3).Select(parameter => parameter.Path))}{(frozenInstead.Count > 3 ? $" and {frozenInstead.Count - 3} more" : "")}")
                .ChangeTo("set requires_grad = false on the part that is to stay as it is, and true on the rest");
        }
        return tracked.Count > 0
            ? verdict.Because("requires_grad is true, so the optimizer trains it").ChangeTo("set requires_grad = false on each of its parameters before the optimizer is created")
            : verdict.Because("nothing gives it a gradient, and yet it moves: weight decay, momentum from before it was frozen, or code that writes to it")
                .ChangeTo("give the optimizer only the parameters that are to be trained");
    }
}
