namespace ModelTests;

/// <summary>What a model is to learn from its data; the loss and the metric follow from it unless the fixture says otherwise.</summary>
public abstract record LearningTask
{
    private LearningTask()
    {
    }

    /// <summary>One class of <paramref name="Classes"/> per target, as an index from 0.</summary>
    public sealed record Classification(int Classes) : LearningTask;

    /// <summary><paramref name="Targets"/> real numbers per sample.</summary>
    public sealed record Regression(int Targets) : LearningTask;
}
