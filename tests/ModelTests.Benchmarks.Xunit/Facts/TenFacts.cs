using Xunit;
using static TorchSharp.torch;

namespace ModelTests.Benchmarks.Facts;

/// <summary>Ten facts that do what the checks that do nothing do, in one collection as the checks are.</summary>
[Collection("Facts")]
public abstract class TenFacts
{
    [Fact]
    public void Fact0() => Nothing();

    [Fact]
    public void Fact1() => Nothing();

    [Fact]
    public void Fact2() => Nothing();

    [Fact]
    public void Fact3() => Nothing();

    [Fact]
    public void Fact4() => Nothing();

    [Fact]
    public void Fact5() => Nothing();

    [Fact]
    public void Fact6() => Nothing();

    [Fact]
    public void Fact7() => Nothing();

    [Fact]
    public void Fact8() => Nothing();

    [Fact]
    public void Fact9() => Nothing();

    private static void Nothing()
    {
        using var one = ones(1);
    }
}
