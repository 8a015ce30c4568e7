using System.Xml;
using System.Xml.Linq;

namespace ModelTests.Tool;

/// <summary>Makes HTML as a tree of elements, so that whatever stands in a report is escaped and every element is closed.</summary>
internal static class Html
{
    private static readonly HashSet<string> Void = ["meta", "img", "br", "hr", "link", "input", "col"];

    /// <summary>An element; texts, attributes and elements in its content, nulls left out.</summary>
    public static XElement Tag(string name, params IEnumerable<object?> content) => new(name, content.Select(Clean));

    public static XAttribute With(string name, object value) => new(name, Legal($"{value}"));

    public static XAttribute Class(string name) => With("class", name);

    /// <summary>A table with a caption, a row of heads, and rows whose first cell is their head.</summary>
    public static XElement Table(string caption, IReadOnlyList<string> heads, IEnumerable<IReadOnlyList<object?>> rows) => Tag("div", Class("wide"), Tag("table",
        Tag("caption", caption),
        Tag("thead", Tag("tr", heads.Select(head => Tag("th", With("scope", "col"), head)))),
        Tag("tbody", rows.Select(row => Tag("tr", row.Select((cell, column) => column == 0 ? Tag("th", With("scope", "row"), cell) : Tag("td", cell)))))));

    public static XElement Folded(XElement summary, params IEnumerable<object?> content) => Tag("details", Tag("summary", summary), content);

    /// <summary>The whole page. A browser would take an element such as &lt;td/&gt; for one that is not closed.</summary>
    public static string Page(XElement html)
    {
        foreach (var element in html.DescendantsAndSelf().Where(element => element.IsEmpty && !Void.Contains(element.Name.LocalName)))
            element.Value = "";
        return $"<!DOCTYPE html>\n{html.ToString(SaveOptions.DisableFormatting)}\n";
    }

    private static object? Clean(object? content) => content switch
    {
        string text => Legal(text),
        IEnumerable<object?> several and not XElement => several.Select(Clean),
        _ => content,
    };

    /// <summary>Control characters and halves of surrogate pairs, which a message may have, are no characters of a document.</summary>
    private static string Legal(string text)
    {
        if (text.All(letter => XmlConvert.IsXmlChar(letter)))
            return text;
        return string.Concat(text.EnumerateRunes().Select(rune => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));
    }
}
