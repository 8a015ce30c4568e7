namespace ModelTests.Tests.Gallery;

/// <summary>Samples as points.</summary>
internal static class ScatterPlot
{
    /// <summary>Two features of each sample, coloured by class.</summary>
    /// <param name="data">Inputs [N, features], targets [N] of class indices, or [N, 1] of 0 and 1.</param>
    /// <param name="x">The feature along the horizontal axis.</param>
    /// <param name="y">The feature along the vertical axis.</param>
    public static Svg OfClasses(SyntheticData data, int x = 0, int y = 1)
    {
        var (across, up, labels) = (data.Training.Inputs[0].Column(x), data.Training.Inputs[0].Column(y), data.Training.Target.Values());
        var axes = new Axes(across, up, equalScales: true);
        var svg = axes.Draw(new Svg(), $"feature {x}", $"feature {y}").Legend(data.ClassNames.Select((name, k) => (name, Palette.Of(k))));
        foreach (var k in Enumerable.Range(0, data.ClassNames.Count))
            svg.Dots(Points(axes, across, up, i => (int)labels[i] == k), Palette.Of(k));
        return svg;
    }

    /// <summary>Two features of each sample, coloured by its target.</summary>
    /// <param name="data">Inputs [N, features], targets [N] or [N, 1] of real numbers.</param>
    /// <param name="x">The feature along the horizontal axis.</param>
    /// <param name="y">The feature along the vertical axis.</param>
    public static Svg OfValues(SyntheticData data, int x = 0, int y = 1)
    {
        var (across, up, values) = (data.Training.Inputs[0].Column(x), data.Training.Inputs[0].Column(y), data.Training.Target.Values());
        var axes = new Axes(across, up);
        var svg = axes.Draw(new Svg(), $"feature {x}", $"feature {y}")
            .Legend([($"least target {Figures.Of(values.Min())}", Palette.OfStep(0)), ($"largest {Figures.Of(values.Max())}", Palette.OfStep(Palette.Steps - 1))]);
        foreach (var step in Enumerable.Range(0, Palette.Steps))
            svg.Dots(Points(axes, across, up, i => Palette.Step(values[i], values.Min(), values.Max()) == step), Palette.OfStep(step));
        return svg;
    }

    /// <summary>The target over one feature; what a split holds out has a colour of its own.</summary>
    /// <param name="data">Inputs [N, features], targets [N] or [N, 1].</param>
    /// <param name="feature">The feature along the horizontal axis.</param>
    public static Svg OfTarget(SyntheticData data, int feature = 0)
    {
        var parts = new[] { ("training", Part: data.Training), ("held out", Part: data.Validation) }.Where(entry => entry.Part is not null)
            .Select((entry, i) => (Name: entry.Item1, Colour: Palette.Of(i), X: entry.Part!.Inputs[0].Column(feature), Y: entry.Part.Target.Column(0))).ToList();
        var axes = new Axes([.. parts.SelectMany(part => part.X)], [.. parts.SelectMany(part => part.Y)]);
        var svg = axes.Draw(new Svg(), $"feature {feature}", "target").Legend(parts.Select(part => (part.Name, part.Colour)));
        foreach (var part in parts)
            svg.Dots(Points(axes, part.X, part.Y, _ => true), part.Colour);
        return svg;
    }

    private static IEnumerable<(double, double)> Points(Axes axes, double[] x, double[] y, Func<int, bool> chosen) =>
        Enumerable.Range(0, x.Length).Where(chosen).Select(i => axes.At(x[i], y[i]));
}
