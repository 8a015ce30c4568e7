using static TorchSharp.torch;

namespace ModelTests.Tests.Gallery;

/// <summary>Values over time.</summary>
internal static class LinePlot
{
    /// <summary>One line per row, in colours of their own.</summary>
    /// <param name="series">[series, time].</param>
    /// <param name="names">One per row.</param>
    /// <param name="colours">The index of each row's colour; by default each row has its own.</param>
    /// <param name="yLabel">What the values are.</param>
    public static Svg Of(Tensor series, IReadOnlyList<string> names, IReadOnlyList<int>? colours = null, string yLabel = "value")
    {
        using var scope = NewDisposeScope();
        var rows = Enumerable.Range(0, (int)series.shape[0]).Select(i => series[i].Values()).ToList();
        colours ??= [.. Enumerable.Range(0, rows.Count)];
        var axes = new Axes([0, rows[0].Length - 1.0], [.. rows.SelectMany(row => row)]);
        var svg = axes.Draw(new Svg(), "time step", yLabel).Legend(names.Zip(colours).DistinctBy(entry => entry.Second).Select(entry => (entry.First, Palette.Of(entry.Second))));
        foreach (var (i, row) in rows.Index())
            svg.Line(row.Select((value, step) => axes.At(step, value)), Palette.Of(colours[i]));
        return svg;
    }
}
