using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace ModelTests;

/// <summary>Writes and reads reports as JSON: keys in the order of the records, numbers to four significant digits, NaN and infinities as the texts "NaN", "+Inf", "-Inf".</summary>
internal static class ReportText
{
    private const string FormatKey = "modelTestsReport";

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new Numbers() },
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    public static string Write(ClassReport report)
    {
        var json = JsonSerializer.Serialize(report, Options);
        return $"{{\"{FormatKey}\":{ClassReport.Format},{json.AsSpan(1)}\n";
    }

    /// <summary>Several reports as one document.</summary>
    public static string Write(IReadOnlyList<ClassReport> reports)
    {
        var text = new StringBuilder().Append("{\"").Append(FormatKey).Append("\":").Append(ClassReport.Format).Append(",\"classes\":[");
        return text.AppendJoin(',', reports.Select(report => "\n" + JsonSerializer.Serialize(report, Options))).Append("\n]}\n").ToString();
    }

    /// <exception cref="FormatException">The text is no report; the message says why.</exception>
    public static ClassReport Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(FormatKey, out var format)
                || format.ValueKind != JsonValueKind.Number || !format.TryGetInt32(out var version))
            {
                throw new FormatException($"it has no \"{FormatKey}\", so it is no report of ModelTests");
            }
            if (version != ClassReport.Format)
                throw new FormatException($"its format is {version}, and this version of the tool reads {ClassReport.Format}; update ModelTests.Tool or run the tests again");
            return document.RootElement.Deserialize<ClassReport>(Options)!;
        }
        catch (JsonException exception)
        {
            throw new FormatException(string.IsNullOrWhiteSpace(text) ? "it is empty" : $"it is damaged: {exception.Message}", exception);
        }
    }

    private sealed class Numbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
        {
            JsonTokenType.Number => reader.GetDouble(),
            JsonTokenType.String => reader.GetString() switch
            {
                "NaN" => double.NaN,
                "+Inf" => double.PositiveInfinity,
                "-Inf" => double.NegativeInfinity,
                var other => throw new JsonException($"\"{other}\" is no number"),
            },
            var token => throw new JsonException($"{token.ToString().ToLower(CultureInfo.InvariantCulture)} is no number"),
        };

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteRawValue(Significant.Of(value));
    }
}
