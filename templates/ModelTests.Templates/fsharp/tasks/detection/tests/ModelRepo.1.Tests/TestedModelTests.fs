namespace ModelRepo._1.Tests

open ModelTests

[<OverfitsSingleBatch>]
[<WeightsUpdate>]
[<NoNonFinite>]
[<OutputShape("N, M, 4; N, M, 3")>]
type TestedModelTests() =
    inherit ModelFixture<TestedModel>()

    override _.CreateModel() = new TestedModel()

    override _.CreateData() = Synthetic.Detection(size = [| 16L; 16L |], classes = 2, objects = 2, boxSize = struct (4, 8))
