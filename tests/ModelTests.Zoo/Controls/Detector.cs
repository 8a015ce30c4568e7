using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>One objectness logit and one box for each cell of a 4 × 4 grid.</summary>
internal sealed class Detector : Module<Tensor, (Tensor Objectness, Tensor Boxes)>
{
    public const int Grid = 4;

    private readonly Conv2d conv1 = Conv2d(1, 8, 3, stride: 2, padding: 1);
    private readonly Conv2d conv2 = Conv2d(8, 16, 3, stride: 2, padding: 1);
    private readonly Conv2d objectness = Conv2d(16, 1, 1);
    private readonly Conv2d box = Conv2d(16, 4, 1);

    public Detector()
        : base(nameof(Detector)) => RegisterComponents();

    public override (Tensor Objectness, Tensor Boxes) forward(Tensor images)
    {
        var features = functional.relu(conv2.call(functional.relu(conv1.call(images))));
        return (objectness.call(features).squeeze(1), box.call(features));
    }
}

/// <summary>Bright rectangles on noise, in some of the batches only: without one the box head gets no gradient.</summary>
/// <param name="hasObjects">Whether the batch of that number, from 0, has objects.</param>
internal sealed class DetectorFixture(Func<int, bool> hasObjects) : ModelRecipes<Detector>
{
    private const int Batches = 16;
    private const int Samples = 8;
    private const int Cell = 4;

    public override Detector CreateModel() => new();

    public override ModelData CreateData() => ModelData.From([.. Enumerable.Range(0, Batches).Select(number => Draw(hasObjects(number)))]);

    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var (objectness, boxes) = output;
        var (present, expected) = (batch.Targets[0], batch.Targets[1]);
        var loss = functional.binary_cross_entropy_with_logits(objectness, present);
        var count = present.sum().item<float>();
        if (count == 0)
            return loss;
        var distance = functional.smooth_l1_loss(boxes, expected, reduction: Reduction.None).sum(1);
        return loss + ((distance * present).sum() / count);
    }

    public override Optimizer CreateOptimizer(Detector model) => Adam(model.parameters(), lr: 0.005);

    private static Batch Draw(bool objects)
    {
        var images = randn(Samples, 1, Detector.Grid * Cell, Detector.Grid * Cell) * 0.1;
        var present = zeros(Samples, Detector.Grid, Detector.Grid);
        var boxes = zeros(Samples, 4, Detector.Grid, Detector.Grid);
        for (var i = 0; objects && i < Samples; i++)
        {
            var place = randint(0, Detector.Grid, 2);
            var size = randint(2, Cell + 1, 2);
            var (row, column) = (place[0].item<long>(), place[1].item<long>());
            var (height, width) = (size[0].item<long>(), size[1].item<long>());
            images[i, 0].narrow(0, row * Cell, height).narrow(1, column * Cell, width).add_(1);
            present[i, row, column] = 1;
            boxes[i, .., row, column] = tensor([0f, 0f, (float)height / Cell, (float)width / Cell]);
        }
        return new Batch([images], [present, boxes]);
    }
}
