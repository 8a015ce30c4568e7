using ModelTests.Models;
using Xunit;

namespace ModelTests.Tests;

/// <summary>The two styles of a healthy model are what they say, as TorchSharp's hooks tell them apart.</summary>
[Collection("ModelTests")]
public class CallStyleTests
{
    public static TheoryData<string> Families() => [.. HealthyModels.All.Select(model => model.Family).Distinct()];

    [Theory]
    [MemberData(nameof(Families))]
    public void Hooks_see_the_children_of_the_call_style_only(string family)
    {
        var layers = Layers(family, CallStyle.Call);

        Assert.Equal(layers.Hookable, layers.Seen);
        Assert.Empty(Layers(family, CallStyle.Forward).Seen);
    }

    /// <summary>The modules that own parameters and take hooks, and those of them that hooks see in a forward pass.</summary>
    private static (SortedSet<string> Hookable, SortedSet<string> Seen) Layers(string family, CallStyle style) => TorchThread.Run(() =>
    {
        var fixture = HealthyModels.All.Single(model => model.Family == family && model.Style == style).CreateFixture();
        using var subject = new Subject(fixture, fixture.Seed);
        var scripted = subject.Model is TorchSharp.torch.jit.ScriptModule;
        var owners = scripted ? [] : subject.Tree.Parameters.Select(parameter => parameter.Owner).ToHashSet();
        var seen = new SortedSet<string>();
        using var trace = new ForwardTrace(subject.Tree) { Finished = (call, _) => seen.Add(call.Path) };
        _ = subject.Forward(subject.Batches(1)[0]);
        seen.IntersectWith(owners);
        return Tuple.Create(new SortedSet<string>(owners), seen);
    }, new RunBudget(TimeSpan.FromMinutes(1))).ToValueTuple();
}
