using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>Further faults in what is saved, what is repeatable and what stays in memory, beside <see cref="PersistenceCases"/>; letters mark other forms of one fault.</summary>
internal static class PersistenceVariants
{
    public static IReadOnlyList<ZooCase> All { get; } =
    [
        .. Case("PR01b", "means of the features in a list of numbers", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new CentredByList(style)),
            ["^means$"]),
        .. Case("PR02", "random frequencies in an array", style => new ClassifierFixture(style, style => new RandomFeatures(style, kept: true)), style => new ClassifierFixture(style, style => new RandomFeatures(style, kept: false)),
            ["^frequencies$"]),
        .. Case("PR03b", "a dropout layer that is made in forward", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new MakesDropout(style)),
            ["^fc[23]$", "(?i)dropout", "^Forward"]),
        .. Case("PR04", "noise from System.Random", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new SystemNoise(style)),
            ["^Forward", "^TrainStep"]),
        .. Case("PR05b", "weights that begin at the time of day", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new InitialisedByClock(style)),
            ["^CreateModel", "^fc3"]),
        .. Case("PR06", "forward centres its input in place", style => new ClassifierFixture(style), style => new ClassifierFixture(style, style => new CentresInPlace(style)),
            ["^Forward", "^input"]),
        .. Case("PR07", "every loss is kept with its graph", style => new KeptLosses(style, detached: true), style => new KeptLosses(style, detached: false),
            ["TrainStep", "Losses"]),
    ];

    private static ZooCase[] Case(string id, string title, Func<CallStyle, IRecipes> parent, Func<CallStyle, IRecipes> mutant, IReadOnlyList<string> accepted) =>
        ZooCase.InBothStyles(id, title, Stage.State, parent, mutant, accepted);

    private sealed class CentredByList(CallStyle style) : Classifier(style)
    {
        private readonly List<float> means = [];

        protected override Tensor First(Tensor input)
        {
            if (training)
                means.Add(input.mean().item<float>());
            return base.First(means.Count == 0 ? input : input - means.Average());
        }
    }

    /// <summary>Cosines of the features (Rahimi and Recht 2007, "Random Features for Large-Scale Kernel Machines").</summary>
    private sealed class RandomFeatures : Classifier
    {
        private readonly float[] frequencies = [.. Enumerable.Range(0, Features).Select(_ => rand(1).item<float>())];
        private readonly Tensor buffer = rand(Features);
        private readonly bool kept;

        public RandomFeatures(CallStyle style, bool kept)
            : base(style) => this.kept = kept;

        protected override Tensor First(Tensor input) => base.First(input * (1 + (kept ? buffer : tensor(frequencies))));
    }

    private sealed class MakesDropout(CallStyle style) : Classifier(style)
    {
        protected override Tensor Second(Tensor hidden) => style.Run(Dropout(0.3), base.Second(hidden));
    }

    private sealed class SystemNoise(CallStyle style) : Classifier(style)
    {
        private readonly Random random = new();

        protected override Tensor Second(Tensor hidden) => base.Second(hidden) * (1 + (0.1 * random.NextDouble()));
    }

    private sealed class InitialisedByClock : Classifier
    {
        public InitialisedByClock(CallStyle style)
            : base(style)
        {
            using var untracked = no_grad();
            fc3.bias!.fill_(new Random(unchecked((int)DateTime.UtcNow.Ticks)).NextSingle());
        }
    }

    private sealed class CentresInPlace(CallStyle style) : Classifier(style)
    {
        protected override Tensor First(Tensor input) => base.First(input.sub_(input.mean([1L], keepdim: true)));
    }

    private sealed class LossHistory(Module<Tensor, Tensor> model, Optimizer optimizer) : Training<Module<Tensor, Tensor>>(model, optimizer)
    {
        public List<Tensor> Losses { get; } = [];
    }

    private sealed class KeptLosses(CallStyle style, bool detached) : ClassifierFixture(style)
    {
        public override Training<Module<Tensor, Tensor>> CreateTraining(Module<Tensor, Tensor> model) => new LossHistory(model, CreateOptimizer(model));

        public override Tensor TrainStep(Training<Module<Tensor, Tensor>> training, Batch batch)
        {
            var loss = base.TrainStep(training, batch);
            ((LossHistory)training).Losses.Add(detached ? loss.detach() : loss);
            return loss;
        }
    }
}
