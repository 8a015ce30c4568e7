namespace ModelTests.Benchmarks;

/// <summary>The recipes of the reference models: everything but the model and its data is the default.</summary>
[StandardChecks]
internal sealed class GaussianClassifierRecipes : ModelRecipes<GaussianClassifier>
{
    public override TimeSpan Budget => ReferenceData.Budget;

    public override GaussianClassifier CreateModel() => new();

    public override ModelData CreateData() => ReferenceData.OfGaussianClassifier();
}

/// <inheritdoc cref="GaussianClassifierRecipes"/>
[StandardChecks]
internal sealed class DigitClassifierRecipes : ModelRecipes<DigitClassifier>
{
    public override TimeSpan Budget => ReferenceData.Budget;

    public override DigitClassifier CreateModel() => new();

    public override ModelData CreateData() => ReferenceData.OfDigitClassifier();
}

/// <inheritdoc cref="GaussianClassifierRecipes"/>
[StandardChecks]
internal sealed class SequenceClassifierRecipes : ModelRecipes<SequenceClassifier>
{
    public override TimeSpan Budget => ReferenceData.Budget;

    public override SequenceClassifier CreateModel() => new();

    public override ModelData CreateData() => ReferenceData.OfSequenceClassifier();
}

/// <summary>No test class: only its training is measured.</summary>
internal sealed class PerceptronRecipes(int width, int depth) : ModelRecipes<Perceptron>
{
    public override Perceptron CreateModel() => new(width, depth);

    public override ModelData CreateData() => ReferenceData.OfPerceptron(width);
}
