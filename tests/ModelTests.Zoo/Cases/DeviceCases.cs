using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Faults that show when a model moves to another device.</summary>
internal static class DeviceCases
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("PR09", "forward makes a constant on the CPU", style => new MakesConstant(style)),
        .. Case("PR09b", "constants in an array", style => new HoldsArray(style)),
        .. Case("PR09c", "a buffer that does not persist and so does not move", style => new ScaledByBuffer(style, isSaved: false)),
        .. Case("PR09d", "a constant in the object that holds the settings", style => new HoldsSettings(style)),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, Module<Tensor, Tensor>> mutant) =>
        ZooCase.InBothStyles(id, title, Stage.State, style => new ClassifierFixture(style, style => new ScaledByBuffer(style, isSaved: true)), style => new ClassifierFixture(style, mutant),
            ["^MakesConstant$", @"^scales(\[0\])?$", @"^settings\.Scales$", "^settings$"], Contract.Named("MovesToDevice"));

    /// <summary>Its features are scaled; the meta device knows its activations.</summary>
    private abstract class Scaled(CallStyle style) : Classifier(style)
    {
        protected abstract Tensor Scale(Tensor input);

        protected override Tensor First(Tensor input) => functional.tanh(style.Run(fc1, input * Scale(input)));

        protected override Tensor Second(Tensor hidden) => functional.tanh(style.Run(fc2, hidden));
    }

    private sealed class ScaledByBuffer : Scaled
    {
        public ScaledByBuffer(CallStyle style, bool isSaved)
            : base(style) => register_buffer("scales", linspace(0.5, 1.5, Features), isSaved);

        protected override Tensor Scale(Tensor input) => get_buffer("scales")!;
    }

    private sealed class MakesConstant(CallStyle style) : Scaled(style)
    {
        protected override Tensor Scale(Tensor input) => linspace(0.5, 1.5, Features);
    }

    private sealed class HoldsArray(CallStyle style) : Scaled(style)
    {
        private readonly Tensor[] scales = [linspace(0.5, 1.5, Features)];

        protected override Tensor Scale(Tensor input) => scales[0];
    }

    private sealed class Settings
    {
        public Tensor Scales { get; } = linspace(0.5, 1.5, Classifier.Features);
    }

    private sealed class HoldsSettings(CallStyle style) : Scaled(style)
    {
        private readonly Settings settings = new();

        protected override Tensor Scale(Tensor input) => settings.Scales;
    }
}
