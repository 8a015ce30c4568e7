using Xunit.Sdk;

namespace ModelTests;

/// <summary>Runs the check that a hook was called for, and reports its verdict to xUnit.</summary>
internal static class RunningCheck
{
    public static void Run<TModel>(ModelFixture<TModel> fixture, string name)
        where TModel : class
    {
        if (RunningTest.Current is not { } test)
            throw new InvalidOperationException("RunModelCheck is for xUnit's discovery; run the class's tests instead of calling it.");
        var result = CheckResult.Of(fixture, CheckPlan.Find(fixture.GetType(), name), test.Say, test.Cancellation);
        if (result.Report is { } report)
            RunningTest.Attach(report);
        switch (result.Verdict.Outcome)
        {
            case Outcome.Holds:
                test.Say(result.Answer);
                if (result.Verdict.Warning is { } warning)
                    test.Warn(warning);
                break;
            case Outcome.Fails:
                throw new ModelCheckFailed(result);
            default:
                throw new CheckSkippedException(result.Text);
        }
    }
}
