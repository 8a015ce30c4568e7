using ModelTests;

// xUnit leaves the exception's type out of the message for exceptions of this namespace only.
namespace Xunit.Sdk;

/// <summary>A check that failed. Its trace is one line: the attribute in the user's source.</summary>
internal sealed class ModelCheckFailed(string message, Type testClass, CheckAttribute check) : Exception(message), IAssertionException
{
    public override string? StackTrace => check.SourceFile.Length == 0 ? "" : $"   at {testClass.FullName}.{check.Name}() in {check.SourceFile}:line {check.SourceLine}";
}

/// <summary>xUnit v3 tells a failed assertion from an error by the name of this interface.</summary>
internal interface IAssertionException;
