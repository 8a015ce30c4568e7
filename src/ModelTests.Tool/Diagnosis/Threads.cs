using System.Globalization;

namespace ModelTests.Tool;

/// <summary>Whether libtorch is given a sensible number of threads.</summary>
internal static class Threads
{
    // libtorch takes the first for its own loops, MKL the second.
    private static readonly string[] Native = ["OMP_NUM_THREADS", "MKL_NUM_THREADS"];

    public static IEnumerable<Diagnosis> Examine(IReadOnlyDictionary<string, string> variables, int processors)
    {
        foreach (var name in Native.Where(variables.ContainsKey))
            yield return Examine(name, variables[name], processors);
        yield return Own(variables.GetValueOrDefault(ThreadSetting.Variable), processors);
    }

    private static Diagnosis Own(string? text, int processors)
    {
        try
        {
            var threads = ThreadSetting.Parse(text);
            return string.IsNullOrWhiteSpace(text)
                ? new(State.Ok, "threads", $"{ThreadSetting.Variable} is not set: checks run with 1 thread; processors: {processors}")
                : Examine(ThreadSetting.Variable, $"{threads}", processors);
        }
        catch (FixtureException problem)
        {
            return new(State.Wrong, "threads", problem.Message, problem.Change);
        }
    }

    private static Diagnosis Examine(string name, string text, int processors)
    {
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var threads) || threads < 1)
            return new(State.Wrong, "threads", $"{name} is \"{text}\", and it takes a whole number from 1", $"set {name}=1 or remove it");
        return threads > processors
            ? new(State.Wrong, "threads", $"{name} is {threads}, and there are {processors} processors: threads wait for each other", $"set {name}={processors} or less")
            : new(State.Ok, "threads", $"{name} is {threads}; processors: {processors}");
    }
}
