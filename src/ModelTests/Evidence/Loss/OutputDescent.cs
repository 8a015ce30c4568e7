using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The search for the lowest loss that any output reaches: Adam on the outputs that are free.</summary>
internal sealed class OutputDescent(Subject subject, Batch batch, IReadOnlyList<Tensor> start, List<bool> free, OutputSpace space, IReadOnlyList<Tensor> outputs, IReadOnlyList<EqualHistories?> histories, double scale)
{
    private const int Steps = 300;

    /// <summary>Adam moves each value by about the learning rate per step, so outputs get from 0 to 20 times the data's scale, which is past where a softmax saturates.</summary>
    private const double LearningRate = 0.2;

    /// <summary>A negative loss that falls by this share in the last third of the search has no floor; a bounded one has come to rest by then.</summary>
    private const double StillFalling = 0.005;

    /// <summary>How much finer than the last steps of the search those are that try whether its floor holds.</summary>
    private const double Finer = 0.1;

    /// <summary>Each moves a value by 0.002 of the data's scale, so a spread in logarithms gets narrower by 0.6 and a likelihood falls by as much for each value.</summary>
    private const int FinerSteps = 300;

    /// <summary>How often it is looked at whether the finer search can still get that far.</summary>
    private const int FinerInterval = 50;

    /// <summary>
    /// The share of the gap by which a finer search gets lower where the floor is one of the search and not of the loss: a likelihood whose spread is
    /// free falls for ever as outputs get closer to their targets. A gap of ln(1 / 0.02) = 4 between the targets' own spread and the closeness of the first search
    /// grows by 0.6 of 4. An absolute error is lower by 0.02 of the data's scale at most, and a squared one by the square of that.
    /// </summary>
    private const double FinerFall = 0.1;

    /// <summary>How many steps in a row must bring nothing for the search to be at rest: Adam swings around the minimum of a square that was one unit of the data's scale away with a period of 19 to 26 steps (measured; 33 to 49 from three units away).</summary>
    private const int StepsToRest = 40;

    /// <summary>How far from the lowest loss those steps may be, as a share of how far it has fallen: a search that was thrown far off is on its way back.</summary>
    private const double Near = 0.01;

    /// <summary>What is nothing, as a share of how far the loss has fallen: verdicts are about hundredths of that.</summary>
    private const double Nothing = 1e-6;

    private readonly List<Tensor> raw = Raw(start, free);
    private readonly List<(Parameter Variable, Tensor Lowest)> lowest = [];
    private double first = double.NaN;
    private double least = double.PositiveInfinity;

    private List<Parameter> Variables => [.. raw.OfType<Parameter>().DistinctBy(variable => variable, ReferenceEqualityComparer.Instance)];

    /// <summary>Null when the loss throws or is not finite: then these outputs are outside of what it accepts.</summary>
    /// <param name="constant">The least loss of a constant output; NaN while that is sought.</param>
    public (double Least, bool Falling, (double, double)? Range)? Run(double constant)
    {
        if (Variables.Count == 0)
            return null;
        // Only a floor is tried once more, from its lowest point on.
        if (!double.IsNaN(constant))
            lowest.AddRange(Variables.Select(variable => (variable, variable.detach().clone())));
        var optimizer = new AdamOfOutputs(Variables);
        if (!Take(optimizer, Steps * 2 / 3, LearningRate, untilRest: true))
            return null;
        var leastAtTwoThirds = least;
        if (!Take(optimizer, Steps - (Steps * 2 / 3), LearningRate / 10, untilRest: true))
            return null;
        var found = least;
        var falling = found < 0 && leastAtTwoThirds - found > StillFalling * Math.Max(1, Math.Abs(found));
        using var untracked = no_grad();
        var range = raw is [Parameter only] ? Output(only, 0) : null;
        var ends = range is null ? ((double, double)?)null : (range.min().ToDouble(), range.max().ToDouble());
        return (found, falling || (!double.IsNaN(constant) && FallsInFinerSteps(constant)), ends);
    }

    /// <summary>From the lowest point on, with an optimizer that has not met the steep gradients on the way there.</summary>
    private bool FallsInFinerSteps(double constant)
    {
        var found = least;
        var enough = Math.Max(FinerFall * (constant - found), StillFalling * Math.Max(1, Math.Abs(found)));
        foreach (var (variable, value) in lowest)
            variable.copy_(value);
        using var tracked = enable_grad();
        var optimizer = new AdamOfOutputs(Variables);
        for (var step = FinerInterval; step <= FinerSteps; step += FinerInterval)
        {
            if (!Take(optimizer, FinerInterval, LearningRate / 10 * Finer, untilRest: false))
                return false;
            var fell = found - least;
            if (fell > enough)
                return true;
            if (fell * FinerSteps < enough * step)
                return false;
        }
        return false;
    }

    /// <summary>A start that several outputs share is one variable.</summary>
    private static List<Tensor> Raw(IReadOnlyList<Tensor> start, List<bool> free)
    {
        var parameters = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var tensor in start.Where((_, i) => free[i]))
        {
            if (!parameters.ContainsKey(tensor))
                parameters[tensor] = new Parameter(tensor.detach().clone());
        }
        return [.. start.Select((tensor, i) => free[i] ? parameters[tensor] : tensor)];
    }

    /// <summary>False when the loss throws or is not finite.</summary>
    private bool Take(AdamOfOutputs optimizer, int steps, double rate, bool untilRest)
    {
        var (lowestBefore, atStep, worstSince) = (double.PositiveInfinity, 0, double.NegativeInfinity);
        for (var step = 1; step <= steps; step++)
        {
            using var stepScope = NewDisposeScope();
            if (LossAndGradient(optimizer) is not { } value)
                return false;
            if (double.IsNaN(first))
                first = value;
            if (value < least)
                Keep(value);
            worstSince = Math.Max(worstSince, value);
            if (lowestBefore - least > Nothing * (first - least))
                (lowestBefore, atStep, worstSince) = (least, step, value);
            if (untilRest && step - atStep >= StepsToRest && worstSince - least <= Near * (first - least))
                return true;
            optimizer.Step(rate * scale);
        }
        return true;
    }

    /// <summary>Null when the loss throws, is not finite or has no gradient.</summary>
    private double? LossAndGradient(AdamOfOutputs optimizer)
    {
        subject.Reseed();
        Tensor loss;
        try
        {
            loss = subject.Loss(new ModelOutput([.. raw.Select((tensor, i) => free[i] ? Output(tensor, i) : tensor)]), batch);
            if (!loss.requires_grad)
                return null;
            optimizer.ClearGradients();
            loss.backward();
        }
        catch (Exception exception) when (exception is FixtureException or System.Runtime.InteropServices.ExternalException)
        {
            return null;
        }
        return loss.ToDouble() is var value && double.IsFinite(value) ? value : null;
    }

    private void Keep(double value)
    {
        least = value;
        if (lowest.Count == 0)
            return;
        using var untracked = no_grad();
        foreach (var (variable, kept) in lowest)
            kept.copy_(variable);
    }

    private Tensor Output(Tensor from, int i) => histories[i] is { } equal ? equal.Share(space.Output(from, outputs[i])) : space.Output(from, outputs[i]);
}
