using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>A reference model, and how it is taught a synthetic task.</summary>
/// <param name="Model">A model that the default forward call and the task's own loss can take.</param>
public sealed record Student(Func<Module> Model)
{
    /// <summary>Adam's learning rate.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>Passes over the training samples, in batches of <see cref="BatchSize"/>, reshuffled.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Samples per step.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The task's first metric on the held-out samples, after training.</summary>
    /// <param name="data">The task.</param>
    /// <param name="seed">Of the weights and the order of the samples.</param>
    /// <param name="enough">Training ends with the epoch after which the metric is above this.</param>
    public double Score(SyntheticData data, int seed, double enough = double.PositiveInfinity)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var lesson = new Lesson(this, data);
        var training = lesson.CreateTraining(lesson.CreateModel());
        using var loader = data.AsDataLoader(BatchSize, seed);
        var batches = data.Training.Separable ? ModelData.From(loader, data.InputNames, data.TargetNames, task: data.Task) : data;
        for (var epoch = 1; epoch <= Epochs; epoch++)
        {
            foreach (var batch in batches.TrainingBatches())
            {
                using var step = NewDisposeScope();
                using var own = batch.For(data.Task).Clone();
                lesson.TrainStep(training, own);
            }
            if (!double.IsPositiveInfinity(enough) && Score(lesson, training.Model, data) is var score && score > enough)
                return score;
        }
        return Score(lesson, training.Model, data);
    }

    private static double Score(Lesson lesson, Module model, SyntheticData data)
    {
        using var scope = NewDisposeScope();
        using var evaluating = ModelTree.Of(model).Evaluating();
        using var untracked = no_grad();
        return lesson.Metrics(lesson.Forward(model, data.Validation!), data.Validation!)[0].Value;
    }

    private sealed class Lesson(Student student, SyntheticData data) : ModelRecipes<Module>
    {
        public override Module CreateModel() => student.Model();

        public override ModelData CreateData() => data;

        public override optim.Optimizer CreateOptimizer(Module model) => optim.Adam(model.parameters(), lr: student.LearningRate);
    }
}
