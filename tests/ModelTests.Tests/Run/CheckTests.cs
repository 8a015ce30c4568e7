using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Tests;

/// <summary>Checks without a test framework.</summary>
public class CheckTests
{
    [Fact]
    public void The_names_are_those_of_the_attributes_in_their_order() => Assert.Equal(["WeightsUpdate", "NoNonFinite"], Check.NamesOf(typeof(Unconnected)));

    [Fact]
    public void A_check_that_a_class_has_twice_has_its_arguments_in_the_name() =>
        Assert.Equal(["Tied(First.weight, First.weight)", "Tied(First.weight, Second.weight)"], Check.NamesOf(typeof(Repeated)));

    [Fact]
    public void A_class_without_checks_has_one_that_fails_and_says_so()
    {
        Assert.Equal(["NoChecks"], Check.NamesOf(typeof(WithoutChecks)));
        var result = Assert.Single(Check.RunAll(new WithoutChecks()));
        Assert.Equal((Outcome.Fails, "WithoutChecks asks for no check, so nothing would be tested"), (result.Outcome, result.Verdict.Headline));
    }

    [Fact]
    public void A_class_that_is_no_fixture_has_no_checks_and_is_refused() =>
        Assert.Contains("String has no checks: derive it from ModelRecipes<TModel>", Assert.Throws<ArgumentException>(() => Check.NamesOf(typeof(string))).Message, StringComparison.Ordinal);

    [Fact]
    public void A_check_that_fails_has_its_verdict_its_text_and_its_place()
    {
        var result = Check.Run(new Unconnected(), "WeightsUpdate");
        Assert.Equal(("WeightsUpdate", Outcome.Fails, typeof(Unconnected)), (result.Name, result.Outcome, result.Fixture));
        Assert.Equal(["side.weight", "side.bias"], result.Verdict.Findings.Select(finding => finding.Location));
        Assert.StartsWith("Unconnected.WeightsUpdate failed: 2 of 8 parameters did not move in 25 training steps", result.Text, StringComparison.Ordinal);
        Assert.EndsWith("docs/checks/weights-update.md", result.Text, StringComparison.Ordinal);
        // Builds with CI=true write the repository's root as "/_/".
        Assert.EndsWith("/tests/ModelTests.Tests/Run/CheckTests.cs", result.SourceFile.Replace('\\', '/'), StringComparison.Ordinal);
        Assert.Equal("[WeightsUpdate]", RepositoryFiles.Read("tests/ModelTests.Tests/Run/CheckTests.cs").Split('\n')[result.SourceLine - 1].Trim());
    }

    [Fact]
    public void A_check_that_fails_throws_its_text_where_that_is_asked_for()
    {
        var result = Check.Run(new Unconnected(), "WeightsUpdate");
        var failure = Assert.Throws<CheckFailedException>(result.ThrowIfFailed);
        Assert.Equal(result.Text, failure.Message);
        Assert.Same(result, failure.Result);
        Assert.Matches(@"^   at ModelTests\.Tests\.CheckTests\+Unconnected\.WeightsUpdate\(\) in .*CheckTests\.cs:line \d+$", failure.StackTrace);
    }

    [Fact]
    public void A_check_that_holds_says_with_which_figures_and_does_not_throw()
    {
        var result = Check.Run(new Unconnected(), "NoNonFinite");
        Assert.Equal(Outcome.Holds, result.Outcome);
        Assert.StartsWith("NoNonFinite holds: finite in", result.Text, StringComparison.Ordinal);
        result.ThrowIfFailed();
    }

    [Fact]
    public void A_name_that_is_no_check_of_the_class_is_refused_with_those_that_are() =>
        Assert.Contains("\"WeightUpdate\" is no check of Unconnected, which has WeightsUpdate, NoNonFinite:",
            Assert.Throws<ArgumentException>(() => Check.Run(new Unconnected(), "WeightUpdate")).Message, StringComparison.Ordinal);

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.Equal("fixture", Assert.Throws<ArgumentNullException>(() => Check.NamesOf(null!)).ParamName);
        Assert.Equal("fixture", Assert.Throws<ArgumentNullException>(() => Check.Run((Unconnected)null!, "WeightsUpdate")).ParamName);
        Assert.Equal("fixture", Assert.Throws<ArgumentNullException>(() => Check.RunAll((Unconnected)null!)).ParamName);
        Assert.Equal("check", Assert.Throws<ArgumentNullException>(() => Check.Run(new Unconnected(), (string)null!)).ParamName);
        Assert.Equal("check", Assert.Throws<ArgumentNullException>(() => Check.Run(new Unconnected(), (CheckAttribute)null!)).ParamName);
    }

    [Fact]
    public void A_check_that_the_class_does_not_ask_for_is_judged_with_its_own_arguments_each_time()
    {
        var fixture = new WithoutChecks();
        Assert.Equal(Outcome.Holds, Check.Run(fixture, new OutputShapeAttribute("N, 4")).Outcome);
        Assert.Equal(Outcome.Fails, Check.Run(fixture, new OutputShapeAttribute("N, 5")).Outcome);
    }

    [Fact]
    public void A_check_of_a_class_is_judged_once_and_its_checks_share_what_they_recorded()
    {
        var fixture = new Counting();
        Check.Run(fixture, "WeightsUpdate");
        var models = Counting.Models;
        Check.Run(new Counting(), "WeightsUpdate");
        Assert.Equal(models, Counting.Models);
        Check.Run(fixture, new WeightsUpdateAttribute());
        Assert.Equal(models, Counting.Models);
    }

    [Fact]
    public void Checks_from_several_threads_wait_for_each_other()
    {
        var outcomes = new ConcurrentBag<Outcome>();
        Parallel.For(0, 4, new ParallelOptions { MaxDegreeOfParallelism = 4 }, i =>
            outcomes.Add((i % 2 == 0 ? Check.Run(new Alone(), new EvalIsDeterministicAttribute()) : Check.Run(new AloneToo(), new EvalIsDeterministicAttribute())).Outcome));
        Assert.Equal(Enumerable.Repeat(Outcome.Holds, 4), outcomes);
        Assert.Equal(1, Alone.Most);
    }

    [Fact]
    public void A_recipe_that_asks_for_a_check_is_told_that_it_cannot() =>
        Assert.Contains("a recipe that a check called asks for another check", Check.Run(new AsksItself(), new WeightsUpdateAttribute()).Text, StringComparison.Ordinal);

    [Fact]
    public void A_cancelled_check_has_no_answer_and_can_be_run_again()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Check.Run(new Cancelled(), "WeightsUpdate", cancellation: cancelled.Token));
        Assert.Equal(Outcome.Holds, Check.Run(new Cancelled(), "WeightsUpdate").Outcome);
    }

    [Fact]
    public void What_is_skipped_or_exempt_does_not_apply_and_says_why() => Assert.Equal(
        ["NoNonFinite was skipped: takes too long here", "WeightsUpdate does not apply: exempt: the side layer is used later (the check says: 2 of 8 parameters did not move in 25 training steps)"],
        Check.RunAll(new Excused()).Select(result => result.Text));

    [Fact]
    public void A_warning_is_a_line_of_the_text()
    {
        var result = Check.Run(new WithoutChecks(), new WarnsAttribute());
        Assert.Equal("Warns holds: all is well\nwarning: look here; and there", result.Text);
        Assert.Equal("look here; and there", result.Verdict.Warning);
    }

    [Fact]
    public void An_exemption_of_a_check_that_holds_with_a_warning_is_no_longer_needed() =>
        Assert.Equal((Outcome.Fails, null), Check.Run(new ExemptFromWarning(), new WarnsAttribute()) is { Verdict: var verdict } ? (verdict.Outcome, verdict.Warning) : default);

    [WeightsUpdate]
    [NoNonFinite]
    private sealed class Unconnected : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new WithSide();
    }

    private sealed class WithSide : Classifier
    {
        public WithSide() => register_module("side", Linear(6, 3));
    }

    [Tied("First.weight", "First.weight")]
    [Tied("First.weight", "Second.weight")]
    private sealed class Repeated : ClassifierFixture;

    private sealed class WithoutChecks : ClassifierFixture;

    [WeightsUpdate]
    private sealed class Counting : ClassifierFixture
    {
        public static int Models { get; private set; }

        public override Module<Tensor, Tensor> CreateModel()
        {
            Models++;
            return base.CreateModel();
        }
    }

    private class Alone : ClassifierFixture
    {
        private static int Inside;

        public static int Most { get; private set; }

        public override Module<Tensor, Tensor> CreateModel()
        {
            Most = Math.Max(Most, Interlocked.Increment(ref Inside));
            Thread.Yield();
            Interlocked.Decrement(ref Inside);
            return base.CreateModel();
        }
    }

    private sealed class AloneToo : Alone;

    private sealed class AsksItself : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel()
        {
            Check.Run(new WithoutChecks(), new WeightsUpdateAttribute());
            return base.CreateModel();
        }
    }

    [WeightsUpdate]
    private sealed class Cancelled : ClassifierFixture;

    [NoNonFinite(Skip = "takes too long here")]
    [WeightsUpdate]
    [Exempt("WeightsUpdate", "the side layer is used later")]
    private sealed class Excused : ClassifierFixture
    {
        public override Module<Tensor, Tensor> CreateModel() => new WithSide();
    }

    [Exempt("Warns", "a reason that is no longer true")]
    private sealed class ExemptFromWarning : ClassifierFixture;

    [AttributeUsage(AttributeTargets.Class)]
    private sealed class WarnsAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : CheckAttribute(sourceFile, sourceLine)
    {
        public override string Claim => "Nothing is wrong.";

        internal override Stage Stage => Stage.Model;

        internal override Verdict Judge(Evidence evidence) => Verdict.Holds("all is well").Warn("look here").Warn("and there");
    }
}
