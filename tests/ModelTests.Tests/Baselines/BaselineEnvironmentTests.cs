using Xunit;

namespace ModelTests.Tests;

public class BaselineEnvironmentTests
{
    private static readonly BaselineEnvironment Laptop = new("cpu", "2.7.1", 1, "linux x64 avx512");

    [Fact]
    public void What_a_baseline_was_recorded_with_is_its_last_section_and_is_read_again()
    {
        var baseline = Laptop.AddedTo(BaselineFileTests.Recorded(0.5));
        Assert.Equal("environment", baseline.Entries[^1].Section);
        Assert.Equal(Laptop, BaselineEnvironment.In(BaselineText.Read(baseline.ToString())));
    }

    [Fact]
    public void The_same_environment_has_no_difference() => Assert.Null(Laptop.DifferenceFrom(Laptop with { }));

    [Fact]
    public void Only_what_differs_is_named() =>
        Assert.Equal("recorded with libtorch 2.7.1, linux x64 avx512, now with libtorch 2.10.0, macos arm64 neon",
            (Laptop with { Libtorch = "2.10.0", Processor = "macos arm64 neon" }).DifferenceFrom(Laptop));

    [Fact]
    public void The_number_of_threads_matters_on_a_processor() =>
        Assert.Equal("recorded with 1 thread, now with 4 threads", (Laptop with { Threads = 4 }).DifferenceFrom(Laptop));

    [Fact]
    public void Neither_threads_nor_vectors_matter_on_a_gpu()
    {
        var gpu = Laptop with { Device = "cuda:0" };
        Assert.Null((gpu with { Threads = 4, Processor = "linux x64 avx2" }).DifferenceFrom(gpu));
    }

    [Fact]
    public void Another_device_is_another_environment() =>
        Assert.Equal("recorded with cpu, now with cuda:0", (Laptop with { Device = "cuda:0" }).DifferenceFrom(Laptop));

    [Fact]
    public void A_file_without_an_environment_counts_as_another_one()
    {
        Assert.Null(BaselineEnvironment.In(BaselineFileTests.Recorded(0.5)));
        Assert.Equal("recorded in an environment that the file does not name, now with cpu, libtorch 2.7.1, linux x64 avx512, 1 thread", Laptop.DifferenceFrom(null));
    }
}
