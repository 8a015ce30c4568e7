using System.Reflection;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelTests;

/// <summary>Runs the hook as xUnit runs a fact, class fixtures and constructor included.</summary>
internal sealed class ModelCheckRunner(IXunitTestCase testCase, string displayName, object[] constructorArguments, object[] arguments, IMessageBus bus, ExceptionAggregator aggregator, CancellationTokenSource cancellation)
    : XunitTestCaseRunner(testCase, displayName, null, constructorArguments, arguments, bus, aggregator, cancellation)
{
    protected override XunitTestRunner CreateTestRunner(ITest test, IMessageBus messageBus, Type testClass, object[] constructorArguments, MethodInfo testMethod, object[] testMethodArguments, string skipReason, IReadOnlyList<BeforeAfterTestAttribute> beforeAfterAttributes, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource) =>
        new Invocation(test, messageBus, testClass, constructorArguments, testMethod, testMethodArguments, skipReason, beforeAfterAttributes, new ExceptionAggregator(aggregator), cancellationTokenSource);

    /// <summary>Gives the check an output of its own, shared with the class's constructor if that asks for one.</summary>
    private sealed class Invocation(ITest test, IMessageBus bus, Type testClass, object[] constructorArguments, MethodInfo method, object[] arguments, string skipReason, IReadOnlyList<BeforeAfterTestAttribute> beforeAfter, ExceptionAggregator aggregator, CancellationTokenSource cancellation)
        : XunitTestRunner(test, bus, testClass, constructorArguments, method, arguments, skipReason, beforeAfter, aggregator, cancellation)
    {
        protected override async Task<Tuple<decimal, string>> InvokeTestAsync(ExceptionAggregator aggregator)
        {
            var output = new TestOutputHelper();
            output.Initialize(MessageBus, Test);
            ConstructorArguments = [.. ConstructorArguments.Select(argument => argument is TestOutputHelper or Func<TestOutputHelper> ? output : argument)];
            RunningTest.Begin(output, CancellationTokenSource.Token);
            try
            {
                var time = await InvokeTestMethodAsync(aggregator);
                return Tuple.Create(time, output.Output);
            }
            finally
            {
                RunningTest.End();
                output.Uninitialize();
            }
        }
    }
}
