using Xunit.Sdk;
using Xunit.v3;

namespace ModelTests;

/// <summary>Makes one test case of each check that a fixture class asks for. Reads attributes only.</summary>
internal sealed class ModelCheckDiscoverer : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public ValueTask<IReadOnlyCollection<IXunitTestCase>> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, IXunitTestMethod testMethod, IFactAttribute factAttribute)
    {
        ArgumentNullException.ThrowIfNull(discoveryOptions);
        ArgumentNullException.ThrowIfNull(testMethod);
        // Not testMethod.TestClass.Class: that member moved between xUnit 3.2 and 4.0.
        return new([.. CheckPlan.For(testMethod.Method.ReflectedType!).Select(planned => Create(discoveryOptions, testMethod, planned))]);
    }

    private static ModelCheckTestCase Create(ITestFrameworkDiscoveryOptions options, IXunitTestMethod hook, PlannedCheck planned)
    {
        var method = new CheckMethod(hook.TestClass, hook.Method, planned.Method);
        var (display, displayOptions) = (options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault());
        var name = display == TestMethodDisplay.ClassAndMethod ? $"{hook.TestClass.TestClassName}.{planned.Method}" : planned.Method;
        var traits = hook.Traits.ToDictionary(trait => trait.Key, trait => trait.Value.ToHashSet(), StringComparer.OrdinalIgnoreCase);
        traits["Category"] = [.. traits.GetValueOrDefault("Category") ?? [], "ModelTest"];
        traits["Check"] = [planned.Method];
        // With the arguments of a check that the class has several times, as the rows of a theory have theirs.
        return new ModelCheckTestCase(method, new DisplayNameFormatter(display, displayOptions).Format(name) + planned.Name[planned.Method.Length..],
            UniqueIDGenerator.ForTestCase(method.UniqueID, null, [planned.Name]), planned, traits);
    }
}
