using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Benchmarks;

/// <summary>Attention and two fully connected layers, each behind a normalisation and beside a residual connection.</summary>
public sealed class EncoderLayer : Module<Tensor, Tensor>
{
    private readonly int heads;
    private readonly LayerNorm norm1;
    private readonly Linear qkv;
    private readonly Linear merge;
    private readonly LayerNorm norm2;
    private readonly Linear up;
    private readonly Linear down;

    public EncoderLayer(int width, int heads)
        : base(nameof(EncoderLayer))
    {
        this.heads = heads;
        norm1 = LayerNorm(width);
        qkv = Linear(width, 3 * width);
        merge = Linear(width, width);
        norm2 = LayerNorm(width);
        up = Linear(width, 4 * width);
        down = Linear(4 * width, width);
        RegisterComponents();
    }

    public override Tensor forward(Tensor states)
    {
        states = states + Attend(norm1.call(states));
        return states + down.call(functional.gelu(up.call(norm2.call(states))));
    }

    private Tensor Attend(Tensor states)
    {
        var (samples, length, width) = (states.shape[0], states.shape[1], states.shape[2]);
        var parts = qkv.call(states).view(samples, length, 3, heads, width / heads).permute(2, 0, 3, 1, 4).unbind(0);
        var seen = functional.scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return merge.call(seen.transpose(1, 2).reshape(samples, length, width));
    }
}
