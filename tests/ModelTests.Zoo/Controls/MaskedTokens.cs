using ModelTests.Models;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>Two of eight tokens are hidden and to be told from the others; all other labels are -100 and do not count.</summary>
internal class MaskedTokensFixture(CallStyle style) : CausalLanguageModelFixture(style, style => new CausalLanguageModel(style, new OpenAttention(style)))
{
    private const int Hidden = 0;
    private const int Ignored = -100;

    public override ModelData CreateData()
    {
        var tokens = Draw().narrow(1, 0, CausalLanguageModel.Length);
        var hidden = zeros(tokens.shape, @bool);
        for (var i = 0; i < tokens.shape[0]; i++)
            hidden[i].index_fill_(0, randperm(CausalLanguageModel.Length)[..2], true);
        return ModelData.From(tokens.masked_fill(hidden, Hidden), tokens.masked_fill(hidden.logical_not(), Ignored));
    }

    public override Tensor Loss(Tensor output, Tensor target) => functional.cross_entropy(output.flatten(0, 1), target.flatten(), ignore_index: Ignored);

    private sealed class OpenAttention(CallStyle style) : CausalAttention(style)
    {
        protected override Tensor Hidden(long length) => zeros(length, length, dtype: @bool);
    }
}
