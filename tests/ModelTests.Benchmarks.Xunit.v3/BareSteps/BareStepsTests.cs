using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Benchmarks.BareSteps;

/// <summary>As many training steps as the standard checks take, on batches of the same sizes, and nothing else.</summary>
public class BareStepsTests
{
    [Fact]
    public void The_classifier_of_Gaussian_classes_trains() => Train(nameof(GaussianClassifier), () => new GaussianClassifier(), ReferenceData.OfGaussianClassifier);

    [Fact]
    public void The_classifier_of_digits_trains() => Train(nameof(DigitClassifier), () => new DigitClassifier(), ReferenceData.OfDigitClassifier);

    [Fact]
    public void The_classifier_of_sequences_trains() => Train(nameof(SequenceClassifier), () => new SequenceClassifier(), ReferenceData.OfSequenceClassifier);

    private static void Train(string name, Func<Module<Tensor, Tensor>> create, Func<ModelData> data)
    {
        if (Environment.GetEnvironmentVariable(BareStepCounts.Variable) is not { Length: > 0 } counts)
            return;
        set_num_threads(1);
        manual_seed(42);
        var first = data().TrainingBatches().First();
        foreach (var (size, steps) in BareStepCounts.Read(counts, name))
        {
            using var training = new BareTraining(create, [(first.Input.repeat_interleave(2, 0).narrow(0, 0, size), first.Target.repeat_interleave(2, 0).narrow(0, 0, size))]);
            for (var step = 0; step < steps; step++)
                training.Step();
        }
    }
}
