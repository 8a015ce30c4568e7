using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>A linear model on given data: what is right or wrong with it is the data.</summary>
/// <param name="data">Made anew after each seed.</param>
/// <param name="outputs">The model's outputs per sample.</param>
/// <param name="loss">The loss; that of the task or the default one unless given.</param>
/// <param name="from">The pipeline on given samples; none unless given.</param>
internal sealed class DataFixture(Func<ModelData> data, long outputs = 4, Func<Tensor, Tensor, Tensor>? loss = null, Func<Tensor, Tensor, ModelData>? from = null) : ModelRecipes<Module<Tensor, Tensor>>
{
    public override Module<Tensor, Tensor> CreateModel() => new Flattened(outputs);

    public override ModelData CreateData() => data();

    public override ModelData? CreateDataFrom(Tensor samples, Tensor labels) => from?.Invoke(samples, labels);

    public override Tensor Loss(Tensor output, Tensor target) => loss is null ? base.Loss(output, target) : loss(output, target);

    /// <summary>The mean of each sample into the logits, so that inputs of any shape fit.</summary>
    private sealed class Flattened : Module<Tensor, Tensor>
    {
        private readonly Linear fc;

        public Flattened(long outputs)
            : base(nameof(Flattened))
        {
            fc = Linear(1, outputs);
            RegisterComponents();
        }

        public override Tensor forward(Tensor input) => fc.call(input.to(float32).flatten(1).mean([1L], keepdim: true));
    }
}
