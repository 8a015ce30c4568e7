namespace ModelTests.Tests.Gallery;

/// <summary>Colours that can be told apart with any colour vision (Okabe and Ito, Color Universal Design, 2008).</summary>
internal static class Palette
{
    private static readonly string[] Colours = ["#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000"];

    /// <summary>Steps of the scales: a colour is one of few, so that the last bits of a value hardly ever change it.</summary>
    public const int Steps = 8;

    public static string Of(long index) => Colours[index % Colours.Length];

    /// <summary>From light blue for the lowest step to vermilion for the highest.</summary>
    public static string OfStep(int step) => Between((0x56, 0xB4, 0xE9), (0xD5, 0x5E, 0x00), step);

    /// <summary>From white for the lowest step to black for the highest.</summary>
    public static string Grey(int step) => Between((255, 255, 255), (0, 0, 0), step);

    /// <summary>Which step a value has between the least and the largest.</summary>
    public static int Step(double value, double least, double largest) =>
        largest > least ? Math.Clamp((int)((value - least) / (largest - least) * Steps), 0, Steps - 1) : 0;

    private static string Between((int Red, int Green, int Blue) low, (int Red, int Green, int Blue) high, int step)
    {
        return $"#{Mix(low.Red, high.Red):X2}{Mix(low.Green, high.Green):X2}{Mix(low.Blue, high.Blue):X2}";

        int Mix(int from, int to) => from + ((to - from) * step / (Steps - 1));
    }
}
