using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using TorchSharp;

namespace ModelTests;

/// <summary>What besides the model decides the last digits of what is recorded: the section "environment" of every baseline.</summary>
/// <param name="Device">Where the parameters lie, such as "cpu" or "cuda:0".</param>
/// <param name="Libtorch">The version of libtorch.</param>
/// <param name="Threads">libtorch's threads for one operation: sums are split by them.</param>
/// <param name="Processor">The system, the processor's kind and its widest vectors, by which libtorch picks its kernels: "linux x64 avx512".</param>
internal sealed record BaselineEnvironment(string Device, string Libtorch, int Threads, string Processor)
{
    public const string Section = "environment";

    /// <summary>This process, with the model on that device.</summary>
    public static BaselineEnvironment Of(string device) => new(device, torch.__version__, ThreadSetting.Value, $"{System} {Architecture}{Vectors}");

    /// <summary>Reads what a baseline was recorded with; null when it does not say.</summary>
    public static BaselineEnvironment? In(Baseline baseline)
    {
        var entries = baseline.Section(Section);
        return Text("device") is { } device && Text("libtorch") is { } libtorch && Text("processor") is { } processor
            && entries.TryGetValue("threads", out var threads) && int.TryParse(threads, out var count)
            ? new BaselineEnvironment(device, libtorch, count, processor)
            : null;

        string? Text(string name) => entries.TryGetValue(name, out var value) && value is ['"', .., '"'] ? value[1..^1] : null;
    }

    /// <summary>The baseline with this environment as its last section.</summary>
    public Baseline AddedTo(Baseline baseline) => baseline with
    {
        Entries =
        [
            .. baseline.Entries,
            new(Section, "device", BaselineText.Quoted(Device)),
            new(Section, "libtorch", BaselineText.Quoted(Libtorch)),
            new(Section, "processor", BaselineText.Quoted(Processor)),
            new(Section, "threads", $"{Threads}"),
        ],
    };

    /// <summary>In what the environments of a file and of a document that was recorded now differ, as a clause; null when in nothing that matters.</summary>
    public static string? Difference(Baseline verified, Baseline received) => In(received)?.DifferenceFrom(In(verified));

    /// <summary>What is different from when a baseline was recorded, as a clause; null when nothing that matters is.</summary>
    public string? DifferenceFrom(BaselineEnvironment? recorded)
    {
        if (recorded is null)
            return $"recorded in an environment that the file does not name, now with {this}";
        var onProcessor = Device == "cpu";
        (string Was, string Is)[] parts =
        [
            (recorded.Device, Device),
            ($"libtorch {recorded.Libtorch}", $"libtorch {Libtorch}"),
            // On a GPU neither takes part in the sums.
            (onProcessor ? recorded.Processor : "", onProcessor ? Processor : ""),
            (onProcessor ? ThreadCount(recorded.Threads) : "", onProcessor ? ThreadCount(Threads) : ""),
        ];
        var different = parts.Where(part => part.Was != part.Is).ToList();
        return different.Count == 0 ? null
            : $"recorded with {string.Join(", ", different.Select(part => part.Was))}, now with {string.Join(", ", different.Select(part => part.Is))}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Device}, libtorch {Libtorch}, {Processor}, {ThreadCount(Threads)}";

    private static string System => OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macos" : "linux";

    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static string Vectors => Avx512F.IsSupported ? " avx512" : Avx2.IsSupported ? " avx2" : AdvSimd.IsSupported ? " neon" : "";

    private static string ThreadCount(int threads) => threads == 1 ? "1 thread" : $"{threads} threads";
}
