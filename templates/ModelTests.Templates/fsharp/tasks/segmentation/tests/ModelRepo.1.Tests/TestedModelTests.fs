namespace ModelRepo._1.Tests

open ModelTests

[<OverfitsSingleBatch>]
[<WeightsUpdate>]
[<NoNonFinite>]
[<OutputShape("N, 3, H, W")>]
type TestedModelTests() =
    inherit ModelFixture<TestedModel>()

    override _.CreateModel() = new TestedModel()

    override _.CreateData() = Synthetic.Segmentation(size = [| 16L; 16L |], classes = 3, objects = 2, radius = struct (2, 3))
