namespace ModelRepo._1

open TorchSharp
open type TorchSharp.torch.nn
open type TorchSharp.torch.nn.functional

/// A small convolutional network for grey images of 16 by 16 pixels or more.
type ImageClassifier(classes: int) as this =
    inherit Module<torch.Tensor, torch.Tensor>("ImageClassifier")

    let conv1 = Conv2d(1L, 16L, 3L, padding = 1L, bias = false)
    let norm1 = BatchNorm2d(16L)
    let conv2 = Conv2d(16L, 16L, 3L, padding = 1L, bias = false)
    let norm2 = BatchNorm2d(16L)
    let pool = AdaptiveAvgPool2d(4L)
    let scores = Linear(16L * 4L * 4L, int64 classes)

    do this.RegisterComponents()

    /// From images [samples, 1, height, width] to one score (logit) per class [samples, classes].
    override _.forward images =
        let x = max_pool2d (relu (norm1.call (conv1.call images)), 2L)
        let x = max_pool2d (relu (norm2.call (conv2.call x)), 2L)
        scores.call ((pool.call x).flatten 1L)
