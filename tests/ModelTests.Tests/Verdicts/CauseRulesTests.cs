using System.Runtime.CompilerServices;
using Xunit;

namespace ModelTests.Tests;

/// <summary>Every pair of cause and symptom, with verdicts that are given instead of judged.</summary>
public class CauseRulesTests
{
    public static TheoryData<string, string, string> Pairs
    {
        get
        {
            var pairs = new TheoryData<string, string, string>();
            foreach (var rule in CauseRules.All)
            {
                foreach (var symptom in rule.Explains.Where(IsThere))
                    pairs.Add(rule.Cause, symptom, rule.Needs.ToString());
            }
            return pairs;
        }
    }

    public static TheoryData<string> Checks => [.. CheckCatalogue.Types.Select(type => type.Name[..^nameof(Attribute).Length])];

    [Fact]
    public void A_cause_stands_before_its_symptoms_so_that_no_two_checks_explain_each_other() =>
        Assert.Empty(from rule in CauseRules.All
                     from symptom in rule.Explains
                     where CheckOrder.Rank(rule.Cause) >= CheckOrder.Rank(symptom)
                     select $"{rule.Cause} explains {symptom} and stands behind it in CheckOrder");

    [Fact]
    public void No_pair_is_written_twice_with_the_same_need() =>
        Assert.Empty(CauseRules.All.SelectMany(rule => rule.Explains.Select(symptom => (rule.Cause, symptom, rule.Needs))).GroupBy(pair => pair).Where(group => group.Count() > 1).Select(group => group.Key));

    [Fact]
    public void Every_rule_names_checks_that_there_are() =>
        Assert.All(CauseRules.All.SelectMany(rule => rule.Explains.Append(rule.Cause)), check => Assert.True(CheckOrder.Lists(check), check));

    [Theory]
    [MemberData(nameof(Checks))]
    public void Every_check_is_a_cause_or_a_symptom_of_something(string check) =>
        Assert.Contains(CauseRules.All, rule => rule.Cause == check || rule.Explains.Contains(check));

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_cause_explains_its_symptom_where_what_the_rule_needs_is_so(string cause, string symptom, string need)
    {
        var (evidence, plan) = Class((cause, Failed("head.weight")), (symptom, Failed("head") with { Unusable = need == nameof(Need.UnusableFixture) ? "CreateModel threw" : null }));
        var needsTraining = need is nameof(Need.InTraining) or nameof(Need.NoGradientAnywhere);
        var always = CauseRules.Between(cause, symptom).Any(rule => rule.Needs is Need.Nothing or Need.SamePart);
        // Nothing was trained here, so what a rule needs of a training is not so; DiagnosisTests train.
        Assert.Equal(needsTraining && !always ? null : cause, Diagnosis.Of(plan, plan[1], evidence).RootCause?.Name);
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_cause_lists_the_symptoms_that_it_explains(string cause, string symptom, string need)
    {
        if (need != nameof(Need.Nothing) || Planned(symptom).Check.TakesLong)
            return;
        var (evidence, plan) = Class((cause, Failed("head.weight")), (symptom, Failed("body")));
        Assert.Equal([symptom], Diagnosis.Of(plan, plan[0], evidence).Explains);
    }

    [Fact]
    public void Failures_at_other_parts_of_the_model_have_causes_of_their_own()
    {
        var (evidence, plan) = Class(("GradientsReachEveryParameter", Failed("encoder.weight")), ("WeightsUpdate", Failed("encoder2.weight")));
        Assert.Null(Diagnosis.Of(plan, plan[1], evidence).RootCause);
        Assert.Empty(Diagnosis.Of(plan, plan[0], evidence).Explains);
    }

    [Fact]
    public void A_check_that_holds_or_is_skipped_explains_nothing()
    {
        var (evidence, plan) = Class(("WeightsUpdate", Verdict.Holds("")), ("OverfitsSingleBatch", Failed("loss")));
        Assert.Null(Diagnosis.Of(plan, plan[1], evidence).RootCause);
        (evidence, plan) = Class(("WeightsUpdate", Failed("fc1.weight")), ("OverfitsSingleBatch", Failed("loss")));
        plan[0].Check.Skip = "not now";
        Assert.Null(Diagnosis.Of(plan, plan[1], evidence).RootCause);
    }

    [Fact]
    public void A_chain_leads_to_its_beginning()
    {
        var (evidence, plan) = Class(("ComponentsRegistered", Failed("head")), ("WeightsUpdate", Failed("head.weight")), ("OverfitsSingleBatch", Failed("loss")));
        Assert.Equal("ComponentsRegistered", Diagnosis.Of(plan, plan[2], evidence).RootCause?.Name);
        Assert.Equal(["WeightsUpdate", "OverfitsSingleBatch"], Diagnosis.Of(plan, plan[0], evidence).Explains);
    }

    [Fact]
    public void A_fixture_that_cannot_be_used_fails_everywhere_in_the_same_words_and_explains_nothing()
    {
        var broken = Failed("CreateModel") with { Unusable = "CreateModel threw" };
        var (evidence, plan) = Class(("ComponentsRegistered", broken), ("OverfitsSingleBatch", broken));
        Assert.Null(Diagnosis.Of(plan, plan[1], evidence).RootCause);
    }

    private static bool IsThere(string check) => CheckCatalogue.Types.Any(type => type.Name == $"{check}Attribute");

    private static Verdict Failed(string location) => Verdict.Fails("wrong").At(new Finding(location, "", ""));

    /// <summary>A class with these checks, already judged.</summary>
    private static (Evidence Evidence, IReadOnlyList<PlannedCheck> Plan) Class(params (string Check, Verdict Verdict)[] judged)
    {
        var evidence = new Evidence(new ClassifierFixture());
        var plan = judged.Select(entry => Planned(entry.Check)).ToList();
        foreach (var (check, entry) in plan.Zip(judged))
            evidence.Verdicts[check] = entry.Verdict;
        return (evidence, plan);
    }

    /// <summary>Only its name is asked for: what the attribute's constructor would want does not matter.</summary>
    private static PlannedCheck Planned(string check) =>
        new(check, (CheckAttribute)RuntimeHelpers.GetUninitializedObject(CheckCatalogue.Types.Single(type => type.Name == $"{check}Attribute")), null);
}
