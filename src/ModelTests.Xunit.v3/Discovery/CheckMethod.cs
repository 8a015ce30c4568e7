using System.Reflection;
using Xunit.Sdk;
using Xunit.v3;

namespace ModelTests;

/// <summary>A test method that is reported under the check's name and runs the hook.</summary>
internal sealed class CheckMethod : XunitTestMethod, ITestMethodMetadata, IXunitSerializable
{
    private string check = "";

    /// <summary>For xUnit's deserialisation.</summary>
    [Obsolete("Called by the deserialiser only.")]
    public CheckMethod()
    {
    }

    internal CheckMethod(IXunitTestClass testClass, MethodInfo hook, string check)
        : base(testClass, hook, [], UniqueIDGenerator.ForTestMethod(testClass.UniqueID, check)) => this.check = check;

    string ITestMethodMetadata.MethodName => check;

    void IXunitSerializable.Serialize(IXunitSerializationInfo info)
    {
        Serialize(info);
        info.AddValue(nameof(check), check);
    }

    void IXunitSerializable.Deserialize(IXunitSerializationInfo info)
    {
        Deserialize(info);
        check = info.GetValue<string>(nameof(check))!;
    }
}
