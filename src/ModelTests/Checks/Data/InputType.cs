using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Number types as attributes name them.</summary>
internal static class InputType
{
    /// <summary>The names, for those who gave another.</summary>
    public static string Known => string.Join(", ", Enum.GetNames<ScalarType>().Select(name => name.ToLowerInvariant()));

    /// <summary>The type of that name, such as "float32" or "uint8"; null when there is none.</summary>
    public static ScalarType? Named(string name) => name.ToLowerInvariant() switch
    {
        "uint8" => ScalarType.Byte,
        "float" => ScalarType.Float32,
        "double" => ScalarType.Float64,
        "long" => ScalarType.Int64,
        _ => Enum.TryParse<ScalarType>(name, ignoreCase: true, out var type) && !char.IsDigit(name[0]) ? type : null,
    };
}
