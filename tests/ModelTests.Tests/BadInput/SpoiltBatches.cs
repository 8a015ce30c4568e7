using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>A healthy model on five training and five validation batches of 8 samples; the batch 3 of one of the two is spoilt.</summary>
/// <param name="loader">"training" or "validation".</param>
/// <param name="spoil">Makes the bad batch of the good one.</param>
/// <param name="ofNumbers">Whether the targets are real numbers [8, 1] instead of one of four classes [8].</param>
internal sealed class SpoiltBatches(string loader, Func<Batch, Batch> spoil, bool ofNumbers = false) : ClassifierFixture
{
    /// <summary>Samples per batch.</summary>
    public const int Size = 8;

    private const int Batches = 5;
    private const int Spoilt = 3;

    public override Module<Tensor, Tensor> CreateModel() => ofNumbers ? new RegressorFixture().CreateModel() : base.CreateModel();

    public override ModelData CreateData()
    {
        var rows = randn(2 * Batches * Size, 10);
        var answers = rows.matmul(randn(10, 4));
        var targets = ofNumbers ? answers.narrow(1, 0, 1).sin() : answers.argmax(1);
        return ModelData.From(Read("training", 0), Read("validation", Batches));

        IEnumerable<Batch> Read(string from, int start)
        {
            for (var i = 0; i < Batches; i++)
            {
                var batch = new Batch(rows.narrow(0, (start + i) * Size, Size).clone(), targets.narrow(0, (start + i) * Size, Size).clone());
                yield return from == loader && i == Spoilt ? spoil(batch) : batch;
            }
        }
    }
}
