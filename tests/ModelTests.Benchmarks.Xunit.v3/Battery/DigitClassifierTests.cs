namespace ModelTests.Benchmarks.Battery;

[StandardChecks]
public class DigitClassifierTests : ModelFixture<DigitClassifier>
{
    public override TimeSpan Budget => ReferenceData.Budget;

    public override DigitClassifier CreateModel() => new();

    public override ModelData CreateData() => ReferenceData.OfDigitClassifier();
}
