namespace ModelTests.Benchmarks.Battery;

[StandardChecks]
public class GaussianClassifierTests : ModelFixture<GaussianClassifier>
{
    public override TimeSpan Budget => ReferenceData.Budget;

    public override GaussianClassifier CreateModel() => new();

    public override ModelData CreateData() => ReferenceData.OfGaussianClassifier();
}
