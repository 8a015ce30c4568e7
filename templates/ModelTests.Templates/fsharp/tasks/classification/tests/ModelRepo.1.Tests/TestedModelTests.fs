namespace ModelRepo._1.Tests

open ModelTests

[<OverfitsSingleBatch>]
[<WeightsUpdate>]
[<NoNonFinite>]
type TestedModelTests() =
    inherit ModelFixture<TestedModel>()

    override _.CreateModel() = new TestedModel()

    override _.CreateData() = Synthetic.GaussianClasses(classes = 10, shape = [| 1L; 16L; 16L |], separation = 6.0)
