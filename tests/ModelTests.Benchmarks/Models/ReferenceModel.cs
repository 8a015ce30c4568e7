using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Benchmarks;

/// <summary>A model that is trained with and without the library.</summary>
/// <param name="Name">In the tables.</param>
/// <param name="Create">A new model.</param>
/// <param name="Data">New data for it.</param>
/// <param name="Recipes">The same as recipes.</param>
/// <param name="StepsInARound">How many steps each side of a round takes, so that a round takes about a tenth of a second or one step.</param>
internal sealed record ReferenceModel(string Name, Func<Module<Tensor, Tensor>> Create, Func<ModelData> Data, IRecipes Recipes, int StepsInARound)
{
    /// <summary>The three that every measure of training, battery and memory takes.</summary>
    public static IReadOnlyList<ReferenceModel> Standard { get; } =
    [
        new(nameof(GaussianClassifier), () => new GaussianClassifier(), ReferenceData.OfGaussianClassifier, new GaussianClassifierRecipes(), 60),
        new(nameof(DigitClassifier), () => new DigitClassifier(), ReferenceData.OfDigitClassifier, new DigitClassifierRecipes(), 10),
        new(nameof(SequenceClassifier), () => new SequenceClassifier(), ReferenceData.OfSequenceClassifier, new SequenceClassifierRecipes(), 5),
    ];

    /// <summary>From half a million parameters to fifty, each ten times as many as the one before.</summary>
    public static IReadOnlyList<ReferenceModel> ByWidth { get; } = [Of("0.5 M parameters", 408, 4, 10), Of("5 M parameters", 1_290, 4, 2), Of("50 M parameters", 4_082, 4, 1)];

    /// <summary>Ten layers and a hundred, of the same width.</summary>
    public static IReadOnlyList<ReferenceModel> ByDepth { get; } = [Of("10 layers", 64, 10, 20), Of("100 layers", 64, 100, 2)];

    public static ReferenceModel Named(string name) => Standard.Concat(ByWidth).Concat(ByDepth).Single(model => model.Name == name);

    private static ReferenceModel Of(string name, int width, int depth, int steps) =>
        new(name, () => new Perceptron(width, depth), () => ReferenceData.OfPerceptron(width), new PerceptronRecipes(width, depth), steps);
}
