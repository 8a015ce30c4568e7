using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelTests;

/// <summary>Runs the check that a hook was called for, and reports its verdict to xUnit.</summary>
internal static class RunningCheck
{
    private static readonly AsyncLocal<(ITestOutputHelper Output, CancellationToken Cancellation)?> Current = new();

    public static void Begin(ITestOutputHelper output, CancellationToken cancellation) => Current.Value = (output, cancellation);

    public static void End() => Current.Value = null;

    public static void Run<TModel>(ModelFixture<TModel> fixture, string name)
        where TModel : class
    {
        if (Current.Value is not { } current)
            throw new InvalidOperationException("RunModelCheck is for xUnit's discovery; run the class's tests instead of calling it.");
        var type = fixture.GetType();
        var planned = CheckPlan.Find(type, name);
        var evidence = EvidenceStore.For(fixture);
        var verdict = CheckRun.Of(planned, evidence, current.Cancellation);
        switch (verdict.Outcome)
        {
            case Outcome.Holds:
                current.Output.WriteLine($"{planned.Name} holds: {verdict.Headline}");
                break;
            case Outcome.Fails:
                var diagnosis = Diagnosis.Of(CheckPlan.For(type), planned, evidence, current.Cancellation);
                throw new ModelCheckFailed(FailureText.Of(type.Name, planned.Name, verdict, evidence.FactsIfRecorded, planned.Check.DocsPage, diagnosis), type, planned.Check);
            default:
                throw new CheckSkippedException($"{planned.Name} {(verdict.Outcome == Outcome.DoesNotApply ? "does not apply" : "could not tell")}: {verdict.Headline}");
        }
    }
}

/// <summary>Turned into a skip on its way to xUnit.</summary>
internal sealed class CheckSkippedException(string reason) : Exception(reason);
