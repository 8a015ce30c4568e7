using static TorchSharp.torch;

namespace ModelTests.Guides.FineTunedModel;

/// <summary>Stands for the file of weights that was downloaded: a backbone's state, made once.</summary>
internal static class Pretrained
{
    private static readonly Lazy<byte[]> Weights = new(() =>
    {
        var before = random.get_rng_state();
        random.manual_seed(1);
        using var backbone = new Backbone();
        random.set_rng_state(before);
        using var stream = new MemoryStream();
        backbone.save(stream);
        return stream.ToArray();
    });

    public static Stream Open() => new MemoryStream(Weights.Value);
}
