namespace ModelTests.Benchmarks.Battery;

[StandardChecks]
public class SequenceClassifierTests : ModelFixture<SequenceClassifier>
{
    public override TimeSpan Budget => ReferenceData.Budget;

    public override SequenceClassifier CreateModel() => new();

    public override ModelData CreateData() => ReferenceData.OfSequenceClassifier();
}
