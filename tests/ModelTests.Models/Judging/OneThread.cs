using static TorchSharp.torch;

namespace ModelTests.Judging;

/// <summary>Lets libtorch use one thread per operation, as checks do: on a busy machine small operations are many times faster so.</summary>
public abstract class OneThread : IDisposable
{
    private readonly int before = get_num_threads();

    protected OneThread() => set_num_threads(1);

    public void Dispose()
    {
        set_num_threads(before);
        GC.SuppressFinalize(this);
    }
}
