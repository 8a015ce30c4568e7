using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelRepo._1;

/// <summary>A convolutional network that finds the objects in grey images of 16 by 16 pixels.</summary>
public sealed class Detector : Module<Tensor, (Tensor Boxes, Tensor Scores)>
{
    private readonly int predictions;
    private readonly Sequential features;
    private readonly Linear boxes;
    private readonly Linear scores;

    public Detector(int classes, int predictions)
        : base(nameof(Detector))
    {
        this.predictions = predictions;
        features = Sequential(
            Conv2d(1, 16, kernel_size: 3, stride: 2, padding: 1), ReLU(),
            Conv2d(16, 32, kernel_size: 3, stride: 2, padding: 1), ReLU(),
            Flatten(),
            Linear(32 * 4 * 4, 64), ReLU());
        boxes = Linear(64, predictions * 4);
        scores = Linear(64, predictions * (classes + 1));
        RegisterComponents();
    }

    /// <summary>
    /// From images [samples, 1, 16, 16] to boxes [samples, predictions, 4], centre and size as shares of the image,
    /// and their scores (logits) per class [samples, predictions, classes + 1], the last one for "no object".
    /// </summary>
    public override (Tensor Boxes, Tensor Scores) forward(Tensor images)
    {
        var x = features.call(images);
        return (boxes.call(x).sigmoid().view(-1, predictions, 4), scores.call(x).unflatten(1, predictions, -1));
    }
}
