namespace ModelTests;

/// <summary>In which floating-point numbers something was computed, the coarsest that was seen.</summary>
internal enum Precision
{
    /// <summary>float64.</summary>
    Double,

    /// <summary>float32.</summary>
    Single,

    /// <summary>float16 and bfloat16.</summary>
    Half,
}

/// <summary>How far figures of one precision may lie apart, and with how many digits they are worth writing.</summary>
internal static class PrecisionExtensions
{
    /// <summary>
    /// The largest difference that is still rounding, as a share of a tensor's root mean square: many times one rounding of the type, and less than
    /// the smallest fault of this check's tests, an epsilon of a norm that is a tenth, which changes 4.5e-6 of the output. Both are on its page.
    /// </summary>
    public static double Tolerance(this Precision precision) => precision switch
    {
        Precision.Double => 1e-7,
        Precision.Single => 1e-4,
        _ => 5e-2,
    };

    /// <summary>
    /// Gradients that cancel, such as that of a bias before batch normalisation, are nothing but rounding; they are compared on the scale of the model's largest
    /// gradient times this. Times the tolerance it is some 1,000 machine epsilons.
    /// </summary>
    public static double SmallestShare(this Precision precision) => precision switch
    {
        Precision.Double => 1e-6,
        Precision.Single => 1e-2,
        _ => 1,
    };

    /// <summary>Significant digits: the last one is a tenth of the tolerance or less.</summary>
    public static int Digits(this Precision precision) => precision switch
    {
        Precision.Double => 9,
        Precision.Single => 6,
        _ => 3,
    };

    /// <summary>
    /// That of another version of libtorch or another processor: its kernels round in another order, and numbers drawn with vector instructions differ in the last
    /// bit of float32.
    /// </summary>
    public static Precision InAnotherEnvironment(this Precision precision) => precision == Precision.Double ? Precision.Single : Precision.Half;

    public static Precision Coarsest(Precision one, Precision other) => one > other ? one : other;

    public static string Name(this Precision precision) => precision switch
    {
        Precision.Double => "float64",
        Precision.Single => "float32",
        _ => "float16",
    };

    public static Precision Parse(string name) => name switch
    {
        "float64" => Precision.Double,
        "float32" => Precision.Single,
        _ => Precision.Half,
    };

    /// <summary>That of a tensor's type; double for integers, which are exact.</summary>
    public static Precision Of(TorchSharp.torch.ScalarType type) => type switch
    {
        TorchSharp.torch.ScalarType.Float16 or TorchSharp.torch.ScalarType.BFloat16 => Precision.Half,
        TorchSharp.torch.ScalarType.Float32 or TorchSharp.torch.ScalarType.ComplexFloat32 => Precision.Single,
        _ => Precision.Double,
    };
}
