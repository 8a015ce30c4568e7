namespace ModelRepo._1.Tests

open ModelTests

[<OverfitsSingleBatch>]
[<WeightsUpdate>]
[<NoNonFinite>]
[<Causal>]
type TestedModelTests() =
    inherit ModelFixture<TestedModel>()

    override _.CreateModel() = new TestedModel()

    override _.CreateData() = Synthetic.MarkovTokens(vocabulary = 6)
