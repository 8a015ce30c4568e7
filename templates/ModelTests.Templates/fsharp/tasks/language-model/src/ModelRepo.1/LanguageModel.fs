namespace ModelRepo._1

open TorchSharp
open type TorchSharp.torch.nn

/// A recurrent language model.
type LanguageModel(vocabulary: int) as this =
    inherit Module<torch.Tensor, torch.Tensor>("LanguageModel")

    let width = 48L
    let embedding = Embedding(int64 vocabulary, width)
    let memory = GRU(width, width, batchFirst = true)
    let scores = Linear(width, int64 vocabulary)

    do this.RegisterComponents()

    /// From tokens [samples, time] to one score (logit) per possible next token [samples, time, vocabulary].
    override _.forward tokens =
        let struct (states, _) = memory.call (embedding.call tokens)
        scores.call states
