using Xunit.Abstractions;
using Xunit.Sdk;

namespace ModelTests;

/// <summary>One check as a test case: the check's name, traits, skip reason and the attribute's own source line. Carries strings only.</summary>
internal sealed class ModelCheckTestCase : XunitTestCase, ITestCase
{
    private PlannedCheck? planned;

    /// <summary>For xUnit's deserialisation.</summary>
    [Obsolete("Called by the deserialiser only.")]
    public ModelCheckTestCase()
    {
    }

    internal ModelCheckTestCase(IMessageSink diagnostics, TestMethodDisplay display, TestMethodDisplayOptions options, ITestMethod method, string check)
        : base(diagnostics, display, options, method, [check])
    {
    }

    ISourceInformation ITestCase.SourceInformation
    {
        get => Planned.Check.SourceFile.Length == 0 ? SourceInformation : new SourceInformation { FileName = Planned.Check.SourceFile, LineNumber = Planned.Check.SourceLine };
        set => SourceInformation = value;
    }

    /// <summary>Total: a test case that an IDE kept from an earlier build may name a check that is gone.</summary>
    private PlannedCheck Planned => planned ??= CheckPlan.Find(TestMethod.TestClass.Class.ToRuntimeType(), (string)TestMethodArguments[0]);

    /// <inheritdoc/>
    public override async Task<RunSummary> RunAsync(IMessageSink diagnosticMessageSink, IMessageBus messageBus, object[] constructorArguments, ExceptionAggregator aggregator, CancellationTokenSource cancellationTokenSource)
    {
        ArgumentNullException.ThrowIfNull(cancellationTokenSource);
        if (SkipReason is not null)
            return await base.RunAsync(diagnosticMessageSink, messageBus, constructorArguments, aggregator, cancellationTokenSource);
        try
        {
            using var gate = await TorchGate.EnterAsync(cancellationTokenSource.Token);
            using var skips = new SkippingMessageBus(messageBus);
            var summary = await new ModelCheckRunner(this, DisplayName, constructorArguments, TestMethodArguments, skips, aggregator, cancellationTokenSource).RunAsync();
            summary.Failed -= skips.Skipped;
            summary.Skipped += skips.Skipped;
            return summary;
        }
        catch (OperationCanceledException)
        {
            return new RunSummary();
        }
    }

    /// <summary>With the arguments of a check that the class has several times, as the rows of a theory have theirs.</summary>
    protected override string GetDisplayName(IAttributeInfo factAttribute, string displayName) => displayName + Planned.Name[Planned.Method.Length..];

    /// <inheritdoc/>
    protected override string GetSkipReason(IAttributeInfo factAttribute) => Planned.Check.Skip!;

    /// <inheritdoc/>
    protected override void Initialize()
    {
        base.Initialize();
        Traits["Category"] = [.. Traits.GetValueOrDefault("Category") ?? [], "ModelTest"];
        Traits["Check"] = [Planned.Method];
    }
}
