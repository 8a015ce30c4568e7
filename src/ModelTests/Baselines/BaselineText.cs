using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelTests;

/// <summary>Writes and reads a baseline as JSON with one entry a line, so that a diff shows which figure moved.</summary>
internal static class BaselineText
{
    private const string FormatKey = "modeltests";

    // Metrics are called R² and D²; nobody reads "R\u00B2".
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(Baseline baseline)
    {
        var text = new StringBuilder();
        text.Append("{\n  \"").Append(FormatKey).Append("\": ").Append(Baseline.Format)
            .Append(",\n  \"class\": ").Append(Quoted(baseline.Class))
            .Append(",\n  \"check\": ").Append(Quoted(baseline.Check));
        foreach (var section in baseline.Entries.GroupBy(entry => entry.Section))
        {
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
        if (text.Contains("\n<<<<<<< ", StringComparison.Ordinal) || text.StartsWith("<<<<<<< ", StringComparison.Ordinal))
            throw new FormatException("it has merge conflict markers (<<<<<<<)");
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return Read(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"it is no valid JSON: {exception.Message}", exception);
        }
    }

    private static Baseline Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(FormatKey, out var format) || !format.TryGetInt32(out var version))
            throw new FormatException($"it has no \"{FormatKey}\": {Baseline.Format}");
        if (version > Baseline.Format)
            throw new FormatException($"its format is {version}, from a newer version of ModelTests; this one reads up to {Baseline.Format}");
        var entries = root.EnumerateObject().Where(section => section.Value.ValueKind == JsonValueKind.Object)
            .SelectMany(section => section.Value.EnumerateObject().Select(entry => new BaselineEntry(section.Name, entry.Name, OneLine(entry.Value))));
        return new Baseline(Text("class"), Text("check"), [.. entries]);

        string Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw new FormatException($"it has no \"{name}\"");
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

    private static string Quoted(string text) => JsonSerializer.Serialize(text, Plain);
}
