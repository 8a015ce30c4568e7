using ModelTests;

// xUnit leaves the exception's type out of the message for exceptions of this namespace only.
namespace Xunit.Sdk;

/// <summary>A check that failed, as xUnit shows it.</summary>
internal sealed class ModelCheckFailed(CheckResult result) : CheckFailedException(result), IAssertionException;

/// <summary>xUnit v3 tells a failed assertion from an error by the name of this interface.</summary>
internal interface IAssertionException;
