using System.Runtime.CompilerServices;

namespace ModelTests;

/// <summary>Every check that needs no declaration. A check that is also written out keeps what is written; <see cref="ExemptAttribute"/> takes one out.</summary>
/// <param name="sourceFile">Filled in by the compiler.</param>
/// <param name="sourceLine">Filled in by the compiler.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StandardChecksAttribute([CallerFilePath] string sourceFile = "", [CallerLineNumber] int sourceLine = 0) : Attribute
{
    internal IEnumerable<CheckAttribute> Create() => CheckCatalogue.WithoutArguments
        .Select(type => (CheckAttribute)Activator.CreateInstance(type, sourceFile, sourceLine)!)
        .Where(check => check.IsStandard);
}
