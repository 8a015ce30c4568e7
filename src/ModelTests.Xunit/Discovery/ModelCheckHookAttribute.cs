using Xunit;
using Xunit.Sdk;

namespace ModelTests;

/// <summary>Marks the method that stands for all checks of a fixture. For the base class only.</summary>
[XunitTestCaseDiscoverer("ModelTests.ModelCheckDiscoverer", "ModelTests.Xunit")]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ModelCheckHookAttribute : FactAttribute;
