using ModelTests.Refactorings;
using Xunit;

namespace ModelTests.Tests;

/// <summary>A small part of what <c>dotnet run build/baselines.cs</c> measures.</summary>
public class RefactoringsTests
{
    private static readonly Lazy<Pool> Original = new(() => Pool.Train(new Variant("unchanged", () => new SeriesFixture()), 5, 0));

    [Fact]
    public void A_refactoring_that_keeps_the_function_is_no_alarm() => Assert.False(IsAlarm(HarmlessRefactorings.All.Single(variant => variant.Name == "layers renamed")));

    [Fact]
    public void Padding_that_is_counted_is_an_alarm() => Assert.True(IsAlarm(HarmfulChanges.All.Single(variant => variant.Name == "padding counted")));

    private static bool IsAlarm(Variant variant) => Proof.IsAlarm(Original.Value.First(), Pool.Train(variant, 5, 1).First());
}
