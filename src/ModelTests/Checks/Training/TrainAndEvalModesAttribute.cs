using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>The training step trains in train mode; evaluation happens in evaluation mode and leaves no trace.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
public sealed class TrainAndEvalModesAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
{
    /// <inheritdoc/>
    public override string Claim => "Training happens in train mode; evaluation in evaluation mode, and it leaves no trace.";

    internal override Stage Stage => Stage.TrainingStep;

    internal override Verdict Judge(Evidence evidence)
    {
        if (!evidence.Facts.HasForward)
            return Verdict.DoesNotApply("the fixture does not say how the model is called, so it cannot be told which layers depend on the mode");
        var modes = evidence.Modes;
        // Some layers in evaluation mode is how pretrained batch normalisation is kept; all of them is a mode that was left on.
        if (modes.EvaluatingInTraining.Count > 0 && modes.TrainingInTraining == 0)
            return FailsInTraining(modes);
        if (modes.TrainingInEvaluation.Count > 0)
        {
            return Fails($"Evaluate runs with {Figures.Count(modes.TrainingInEvaluation.Count, "module")} in train mode", modes.TrainingInEvaluation, "in train mode during evaluation")
                .Because("dropout drops and batch normalisation uses the batch's own statistics while the model is judged")
                .ChangeTo("call model.eval() before evaluation, and model.train() after it");
        }
        if (modes.ChangedByEvaluation.Count > 0)
        {
            return Fails($"Evaluate changes {Figures.Count(modes.ChangedByEvaluation.Count, "tensor")} of the model", modes.ChangedByEvaluation, "changed by evaluation")
                .Because("evaluation updates running statistics or parameters, so the model depends on how often it was evaluated")
                .ChangeTo("call model.eval() before evaluation, and wrap it in using (torch.no_grad())");
        }
        var kept = modes.EvaluatingInTraining.Count;
        return Verdict.Holds($"trained in train mode{(modes.Evaluated ? ", evaluated in evaluation mode" : "")}{(kept > 0 ? $"; {Figures.Count(kept, "module")} kept in evaluation mode" : "")}");
    }

    private static Verdict FailsInTraining(ModeRun modes)
    {
        var verdict = Fails($"training runs in evaluation mode: all {Figures.Count(modes.EvaluatingInTraining.Count, "module")} that depend on the mode have it", modes.EvaluatingInTraining, "in evaluation mode during the training step");
        return modes.OnlyAfterEvaluation
            ? verdict.Because("evaluation switches the model to evaluation mode, and nothing switches it back").ChangeTo("call model.train() at the beginning of TrainStep, or after evaluation")
            : verdict.Because("eval() was called, and train() was not: dropout and batch normalisation do nothing while the model is trained").ChangeTo("call model.train() at the beginning of TrainStep");
    }

    private static Verdict Fails(string headline, IReadOnlyList<string> paths, string seen) => Verdict.Fails(headline)
        .At(paths.Select(path => new Finding(path.Length == 0 ? "the model" : path, "", seen)))
        .ExemptBy("[Exempt(\"TrainAndEvalModes\", \"…\")]");
}
