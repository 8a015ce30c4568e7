using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelTests;

/// <summary>
/// Writes and reads a baseline as JSON with one entry a line, so that a diff shows which figure moved. No time stamps and no paths:
/// what was recorded again and did not change is the same text, on every machine.
/// </summary>
internal static class BaselineText
{
    private const string FormatKey = "modeltests";
    private const string ClassKey = "class";
    private const string CheckKey = "check";

    // Git's own, each at the start of a line.
    private static readonly string[] ConflictMarkers = ["<<<<<<< ", ">>>>>>> "];

    // Metrics are called R² and D²; nobody reads "R\u00B2".
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">Two entries of one section have the same name.</exception>
    public static string Write(Baseline baseline)
    {
        var text = new StringBuilder();
        text.Append("{\n  ").Append(Quoted(FormatKey)).Append(": ").Append(Baseline.Format)
            .Append(",\n  ").Append(Quoted(ClassKey)).Append(": ").Append(Quoted(baseline.Class))
            .Append(",\n  ").Append(Quoted(CheckKey)).Append(": ").Append(Quoted(baseline.Check));
        foreach (var section in baseline.Entries.GroupBy(entry => entry.Section))
        {
            if (section.GroupBy(entry => entry.Name).FirstOrDefault(same => same.Count() > 1) is { } repeated)
                throw new ArgumentException($"the section {section.Key} has {repeated.Count()} entries named {repeated.Key}; each needs a name of its own", nameof(baseline));
            text.Append(",\n  ").Append(Quoted(section.Key)).Append(": {\n");
            text.AppendJoin(",\n", section.Select(entry => $"    {Quoted(entry.Name)}: {OneLine(entry.Value)}"));
            text.Append("\n  }");
        }
        return text.Append("\n}\n").ToString();
    }

    /// <exception cref="FormatException">The text is no baseline; the message says why.</exception>
    public static Baseline Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new FormatException("it is empty");
        if (text.Split('\n').Any(line => ConflictMarkers.Any(marker => line.StartsWith(marker, StringComparison.Ordinal))))
            throw new FormatException("it has merge conflict markers (<<<<<<<)");
        using var document = Parse(text);
        return Read(document.RootElement);
    }

    /// <summary>Whether the text is whole JSON of some other program: Verify gives its files the same names.</summary>
    public static bool IsForeign(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(FormatKey, out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>A value as it stands in the file.</summary>
    public static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);

    private static JsonDocument Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException exception) when (exception.Message.StartsWith("Duplicate property", StringComparison.Ordinal))
        {
            throw new FormatException($"it has a key twice: {exception.Message.Replace(" encountered during deserialization.", "", StringComparison.Ordinal)}", exception);
        }
        catch (JsonException exception)
        {
            var where = exception.LineNumber is { } line ? $" at line {line + 1}" : "";
            throw new FormatException($"it is no valid JSON{where}", exception);
        }
    }

    private static Baseline Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(FormatKey, out var format) || !IsVersion(format, out var version))
            throw new FormatException($"it has no \"{FormatKey}\": {Baseline.Format}, so it is no baseline of ModelTests");
        if (version > Baseline.Format)
            throw new FormatException($"its format is {version}, from a newer version of ModelTests; this one reads up to {Baseline.Format}");
        var sections = root.EnumerateObject().Where(section => section.Name is not (FormatKey or ClassKey or CheckKey)).ToList();
        if (sections.FindIndex(section => section.Value.ValueKind != JsonValueKind.Object) is >= 0 and var plain)
            throw new FormatException($"\"{sections[plain].Name}\" is no section of entries in braces");
        return new Baseline(Text(ClassKey), Text(CheckKey),
            [.. sections.SelectMany(section => section.Value.EnumerateObject().Select(entry => new BaselineEntry(section.Name, entry.Name, OneLine(entry.Value))))]);

        string Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"it has no \"{name}\"");
    }

    private static bool IsVersion(JsonElement format, out int version)
    {
        version = 0;
        return format.ValueKind == JsonValueKind.Number && format.TryGetInt32(out version) && version > 0;
    }

    private static string OneLine(string json)
    {
        using var document = JsonDocument.Parse(json);
        return OneLine(document.RootElement);
    }

    private static string OneLine(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => $"{{{string.Join(", ", value.EnumerateObject().Select(member => $"{Quoted(member.Name)}: {OneLine(member.Value)}"))}}}",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(OneLine))}]",
        JsonValueKind.String => Quoted(value.GetString()!),
        _ => value.GetRawText(),
    };
}
