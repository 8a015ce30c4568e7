namespace ModelRepo._1

open TorchSharp
open type TorchSharp.torch.nn
open type TorchSharp.torch.nn.functional

/// A U-Net of two levels for grey images with even sides.
type Segmenter(classes: int) as this =
    inherit Module<torch.Tensor, torch.Tensor>("Segmenter")

    let convolution channels filters =
        Sequential(Conv2d(channels, filters, 3L, padding = 1L, bias = false), BatchNorm2d(filters), ReLU())

    let fine = convolution 1L 8L
    let coarse = convolution 8L 16L
    let up = ConvTranspose2d(16L, 8L, 2L, stride = 2L)
    let merged = convolution (8L + 8L) 8L
    let scores = Conv2d(8L, int64 classes, 1L)

    do this.RegisterComponents()

    /// From images [samples, 1, height, width] to one score (logit) per class and pixel [samples, classes, height, width].
    override _.forward images =
        let details = fine.call images
        let context = up.call (coarse.call (max_pool2d (details, 2L)))
        scores.call (merged.call (torch.cat ([| details; context |], 1L)))
