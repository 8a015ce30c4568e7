namespace ModelTests.Benchmarks;

/// <summary>The profile of each reference model, taken when the first measure asks for it. Counts do not differ from run to run.</summary>
internal sealed class BatteryProfiles
{
    private readonly Lazy<IReadOnlyList<BatteryProfile>> taken = new(() => [.. ReferenceModel.Standard.Select(BatteryProfile.Of)]);

    public IReadOnlyList<BatteryProfile> All => taken.Value;
}
