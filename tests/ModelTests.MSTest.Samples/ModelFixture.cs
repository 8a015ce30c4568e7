using System.Reflection;
using ModelTests;

namespace DigitNet.Tests;

/// <summary>The base of test classes: each check attribute on them is one test of MSTest.</summary>
public abstract class ModelFixture<TModel> : ModelRecipes<TModel>
    where TModel : class
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    [ModelChecks]
    public void Holds(string check)
    {
        var result = Check.Run(this, check, TestContext.WriteLine, TestContext.CancellationToken);
        if (result.Outcome == Outcome.Fails)
            throw new AssertFailedException(result.Text);
        if (result.Outcome != Outcome.Holds)
            throw new AssertInconclusiveException(result.Text);
        TestContext.WriteLine(result.Text);
    }
}

/// <summary>Makes one test of a method for each check that its class asks for, and gives the test the check's name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModelChecksAttribute : Attribute, ITestDataSource
{
    public IEnumerable<object?[]> GetData(MethodInfo methodInfo) => Check.NamesOf(methodInfo.ReflectedType!).Select(check => new object?[] { check });

    public string? GetDisplayName(MethodInfo methodInfo, object?[]? data) => data?[0] as string;
}
