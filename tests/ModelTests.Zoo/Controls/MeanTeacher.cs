using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.optim;

namespace ModelTests.Zoo;

/// <summary>A student that trains and a teacher that is its moving average and has no gradient.</summary>
internal sealed class MeanTeacher : Module<Tensor, (Tensor Student, Tensor Teacher)>
{
    private readonly Sequential student = Create();
    private readonly Sequential teacher = Create();

    public MeanTeacher()
        : base(nameof(MeanTeacher))
    {
        RegisterComponents();
        teacher.load_state_dict(student.state_dict());
        foreach (var parameter in teacher.parameters())
            parameter.requires_grad = false;
    }

    public override (Tensor Student, Tensor Teacher) forward(Tensor input) => (student.call(input), teacher.call(input));

    public void Average(double decay)
    {
        using var untracked = no_grad();
        foreach (var (average, value) in teacher.parameters().Zip(student.parameters()))
            average.mul_(decay).add_(value * (1 - decay));
    }

    private static Sequential Create() => Sequential(("fc1", Linear(10, 32)), ("act", ReLU()), ("fc2", Linear(32, 4)));
}

/// <summary>Labels, and agreement with the teacher (Tarvainen and Valpola 2017, "Mean teachers").</summary>
internal sealed class MeanTeacherFixture : ModelRecipes<MeanTeacher>
{
    public override MeanTeacher CreateModel() => new();

    public override ModelData CreateData()
    {
        var (inputs, classes) = ClassCentres.Draw(64, 10, 4);
        return ModelData.From(inputs, classes, batchSize: 16);
    }

    public override Tensor Loss(ModelOutput output, Batch batch)
    {
        var (student, teacher) = output;
        var agreement = functional.mse_loss(functional.softmax(student, 1), functional.softmax(teacher, 1).detach());
        return functional.cross_entropy(student, batch.Target) + agreement;
    }

    public override Optimizer CreateOptimizer(MeanTeacher model) =>
        Adam(model.parameters().Where(parameter => parameter.requires_grad), lr: 0.005);

    public override Tensor TrainStep(Training<MeanTeacher> training, Batch batch)
    {
        var loss = base.TrainStep(training, batch);
        training.Model.Average(0.95);
        return loss;
    }
}
