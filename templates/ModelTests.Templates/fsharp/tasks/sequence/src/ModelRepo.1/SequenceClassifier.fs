namespace ModelRepo._1

open TorchSharp
open type TorchSharp.torch.nn

/// A recurrent network for token sequences, padded on the right.
type SequenceClassifier(vocabulary: int, classes: int) as this =
    inherit Module<torch.Tensor, torch.Tensor>("SequenceClassifier")

    let padding = 0L
    let width = 24L
    let embedding = Embedding(int64 vocabulary, width, padding_idx = padding)
    let memory = GRU(width, width, batchFirst = true)
    let scores = Linear(width, int64 classes)

    do this.RegisterComponents()

    /// From tokens [samples, time] to one score (logit) per class [samples, classes].
    override _.forward tokens =
        let struct (states, _) = memory.call (embedding.call tokens)
        let last = tokens.ne(padding.ToScalar()).sum(1L) - 1L
        scores.call (states.gather(1L, last.view(-1L, 1L, 1L).expand (-1L, 1L, width)).squeeze 1L)
