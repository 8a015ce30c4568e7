using ModelTests;
using NUnit.Framework;
using NUnit.Framework.Interfaces;
using NUnit.Framework.Internal;
using NUnit.Framework.Internal.Builders;

namespace DigitNet.Tests;

/// <summary>The base of test classes: each check attribute on them is one test of NUnit.</summary>
public abstract class ModelFixture<TModel> : ModelRecipes<TModel>
    where TModel : class
{
    [ModelChecks]
    public void Holds(string check)
    {
        var result = Check.Run(this, check, TestContext.Out.WriteLine, TestContext.CurrentContext.CancellationToken);
        Action<string> report = result.Outcome switch
        {
            Outcome.Holds => TestContext.Out.WriteLine,
            Outcome.Fails => Assert.Fail,
            Outcome.DoesNotApply => Assert.Ignore,
            _ => Assert.Inconclusive,
        };
        report(result.Text);
    }
}

/// <summary>Makes one test of a method for each check that its class asks for, and gives the test the check's name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModelChecksAttribute : NUnitAttribute, ITestBuilder, IImplyFixture
{
    public IEnumerable<TestMethod> BuildFrom(IMethodInfo method, Test? suite) => Check.NamesOf(method.TypeInfo.Type)
        .Select(check => new NUnitTestCaseBuilder().BuildTestMethod(method, suite, new TestCaseParameters([check]) { TestName = check }));
}
