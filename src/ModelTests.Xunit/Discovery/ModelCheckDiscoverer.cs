using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelTests;

/// <summary>Makes one test case of each check that a fixture class asks for. Reads attributes only.</summary>
/// <param name="diagnostics">Where xUnit's diagnostic messages go.</param>
internal sealed class ModelCheckDiscoverer(IMessageSink diagnostics) : IXunitTestCaseDiscoverer
{
    /// <inheritdoc/>
    public IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        ArgumentNullException.ThrowIfNull(testMethod);
        return CheckPlan.For(testMethod.TestClass.Class.ToRuntimeType()).Select(planned => new ModelCheckTestCase(
            diagnostics, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(),
            new CheckMethod(testMethod.TestClass, testMethod.Method, planned.Method), planned.Name));
    }
}
