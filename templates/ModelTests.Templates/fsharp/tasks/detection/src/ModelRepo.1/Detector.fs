namespace ModelRepo._1

open TorchSharp
open type TorchSharp.torch.nn

/// A convolutional network that finds the objects in grey images of 16 by 16 pixels.
type Detector(classes: int, predictions: int) as this =
    inherit Module<torch.Tensor, struct (torch.Tensor * torch.Tensor)>("Detector")

    let features =
        Sequential(
            Conv2d(1L, 16L, 3L, stride = 2L, padding = 1L),
            ReLU(),
            Conv2d(16L, 32L, 3L, stride = 2L, padding = 1L),
            ReLU(),
            Flatten(),
            Linear(32L * 4L * 4L, 64L),
            ReLU()
        )

    let boxes = Linear(64L, int64 (predictions * 4))
    let scores = Linear(64L, int64 (predictions * (classes + 1)))

    do this.RegisterComponents()

    /// From images [samples, 1, 16, 16] to boxes [samples, predictions, 4], centre and size as shares of the image,
    /// and their scores (logits) per class [samples, predictions, classes + 1], the last one for "no object".
    override _.forward images =
        let x = features.call images
        struct ((boxes.call x).sigmoid().unflatten (1L, predictions, -1L), (scores.call x).unflatten (1L, predictions, -1L))
