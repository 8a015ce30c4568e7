using Xunit;
using Xunit.Abstractions;

namespace ModelTests;

/// <summary>A test method that is reported under the check's name and runs the hook.</summary>
internal sealed class CheckMethod : LongLivedMarshalByRefObject, ITestMethod
{
    private string check = "";
    private string hook = "";

    /// <summary>For xUnit's deserialisation.</summary>
    [Obsolete("Called by the deserialiser only.")]
    public CheckMethod()
    {
    }

    internal CheckMethod(ITestClass testClass, IMethodInfo hookMethod, string check)
    {
        TestClass = testClass;
        this.check = check;
        hook = hookMethod.Name;
        Method = new RenamedMethod((IReflectionMethodInfo)hookMethod, check);
    }

    /// <inheritdoc/>
    public IMethodInfo Method { get; private set; } = null!;

    /// <inheritdoc/>
    public ITestClass TestClass { get; private set; } = null!;

    /// <inheritdoc/>
    public void Serialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        info.AddValue(nameof(TestClass), TestClass);
        info.AddValue(nameof(hook), hook);
        info.AddValue(nameof(check), check);
    }

    /// <inheritdoc/>
    public void Deserialize(IXunitSerializationInfo info)
    {
        ArgumentNullException.ThrowIfNull(info);
        TestClass = info.GetValue<ITestClass>(nameof(TestClass));
        hook = info.GetValue<string>(nameof(hook));
        check = info.GetValue<string>(nameof(check));
        Method = new RenamedMethod((IReflectionMethodInfo)TestClass.Class.GetMethod(hook, true), check);
    }

    private sealed class RenamedMethod(IReflectionMethodInfo hook, string name) : LongLivedMarshalByRefObject, IReflectionMethodInfo
    {
        public string Name => name;

        public System.Reflection.MethodInfo MethodInfo => hook.MethodInfo;

        public bool IsAbstract => hook.IsAbstract;

        public bool IsGenericMethodDefinition => hook.IsGenericMethodDefinition;

        public bool IsPublic => hook.IsPublic;

        public bool IsStatic => hook.IsStatic;

        public ITypeInfo ReturnType => hook.ReturnType;

        public ITypeInfo Type => hook.Type;

        public IEnumerable<IAttributeInfo> GetCustomAttributes(string assemblyQualifiedAttributeTypeName) => hook.GetCustomAttributes(assemblyQualifiedAttributeTypeName);

        public IEnumerable<ITypeInfo> GetGenericArguments() => hook.GetGenericArguments();

        public IEnumerable<IParameterInfo> GetParameters() => hook.GetParameters();

        public IMethodInfo MakeGenericMethod(params ITypeInfo[] typeArguments) => hook.MakeGenericMethod(typeArguments);
    }
}
