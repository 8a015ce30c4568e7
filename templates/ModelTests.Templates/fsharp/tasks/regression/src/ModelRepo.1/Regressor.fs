namespace ModelRepo._1

open TorchSharp
open type TorchSharp.torch.nn
open type TorchSharp.torch.nn.functional

/// A multilayer perceptron for rows of a table.
type Regressor(features: int) as this =
    inherit Module<torch.Tensor, torch.Tensor>("Regressor")

    let hidden1 = Linear(int64 features, 64L)
    let hidden2 = Linear(64L, 64L)
    let value = Linear(64L, 1L)

    do this.RegisterComponents()

    /// From rows [samples, features] to one number each [samples, 1].
    override _.forward rows = value.call (relu (hidden2.call (relu (hidden1.call rows))))
