using System.Globalization;
using System.Xml.Linq;

namespace ModelTests.Tool;

/// <summary>The dependence map as a table: figures for whoever reads it, shades for whoever looks at it.</summary>
internal static class DependenceFigure
{
    public static XElement? Of(DependenceMap? map)
    {
        if (map is null || map.Changes.Count == 0)
            return null;
        var count = map.Changes.Count;
        var largest = map.Changes.SelectMany(row => row).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        var foreign = map.Changes.SelectMany((row, output) => row.Select((change, sample) => (Output: output, Sample: sample, Change: change))).Where(cell => cell.Output != cell.Sample && cell.Change != 0).ToList();
        var caption = largest == 0 && foreign.Count == 0 ? $"No sample changes any of {Figures.Count(count, "output")}."
            : foreign.Count == 0
            ? $"Each of {Figures.Count(count, "output")} depends on its own sample only."
            : $"{Figures.Count(foreign.Count, "pair")} of different samples depend on each other; most of all, sample {foreign.MaxBy(cell => cell.Change).Sample + 1} changes output {foreign.MaxBy(cell => cell.Change).Output + 1} by {Figures.Percent(foreign.Max(cell => cell.Change))}.";
        return Html.Tag("figure",
            Html.Tag("div", Html.Class("wide"), Html.Tag("table", Html.Class("heat"),
                Html.Tag("caption", "By how much each output changes when one sample is replaced, relative to the outputs' usual size; evaluation mode."),
                Html.Tag("thead", Html.Tag("tr", Html.Tag("td"), Enumerable.Range(1, count).Select(sample => Html.Tag("th", Html.With("scope", "col"), $"sample {sample}")))),
                Html.Tag("tbody", map.Changes.Select((row, output) => Html.Tag("tr", Html.Tag("th", Html.With("scope", "row"), $"output {output + 1}"),
                    row.Select(change => Html.Tag("td", Html.With("style", Shade(change, largest)), change == 0 ? "0" : Figures.Percent(change)))))))),
            Html.Tag("figcaption", caption));
    }

    /// <summary>At most half of the colour, so that the figures stay readable on it.</summary>
    private static string Shade(double change, double largest)
    {
        var share = change == 0 ? 0 : !double.IsFinite(change) || largest == 0 ? 50 : 8 + (42 * change / largest);
        return string.Create(CultureInfo.InvariantCulture, $"background: color-mix(in srgb, var(--heat) {share:0}%, transparent)");
    }
}
