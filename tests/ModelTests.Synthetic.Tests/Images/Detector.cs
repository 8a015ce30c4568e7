using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ModelTests.Tests;

/// <summary>A detector for one object in an image of 16 × 16 pixels: two convolutions, then a head that is given.</summary>
internal sealed class Detector : nn.Module<Tensor, (Tensor Boxes, Tensor Logits)>
{
    private readonly Sequential backbone;
    private readonly nn.Module<Tensor, Tensor> neck;
    private readonly Linear hidden;
    private readonly Linear boxes;
    private readonly Linear logits;

    public Detector(nn.Module<Tensor, Tensor> neck, int features, int classes = 2)
        : base(nameof(Detector))
    {
        backbone = nn.Sequential(
            nn.Conv2d(1, 8, kernel_size: 3, stride: 2, padding: 1), nn.ReLU(),
            nn.Conv2d(8, 16, kernel_size: 3, stride: 2, padding: 1), nn.ReLU());
        this.neck = neck;
        hidden = nn.Linear(features, 64);
        boxes = nn.Linear(64, 4);
        logits = nn.Linear(64, classes + 1);
        RegisterComponents();
    }

    public override (Tensor Boxes, Tensor Logits) forward(Tensor input)
    {
        var found = nn.functional.relu(hidden.call(neck.call(backbone.call(input))));
        return (boxes.call(found).sigmoid().unsqueeze(1), logits.call(found).unsqueeze(1));
    }
}
