namespace ModelRepo._1.Tests

open ModelTests

[<OverfitsSingleBatch>]
[<WeightsUpdate>]
[<NoNonFinite>]
[<IgnoresPadding(0)>]
type TestedModelTests() =
    inherit ModelFixture<TestedModel>()

    override _.CreateModel() = new TestedModel()

    override _.CreateData() = Synthetic.VariableLengths(vocabulary = 9, classes = 4)
