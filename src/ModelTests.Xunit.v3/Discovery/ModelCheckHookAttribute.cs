using System.Runtime.CompilerServices;
using Xunit;
using Xunit.v3;

namespace ModelTests;

/// <summary>Marks the method that stands for all checks of a fixture. For the base class only.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
[XunitTestCaseDiscoverer(typeof(ModelCheckDiscoverer))]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ModelCheckHookAttribute([CallerFilePath] string? sourceFile = null, [CallerLineNumber] int sourceLine = -1) : FactAttribute(sourceFile, sourceLine);
