using ModelTests.Models;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelTests.Zoo;

/// <summary>A recurrent layer: windows [N, T, 1] into the next value [N, 1].</summary>
internal sealed class Forecaster : Module<Tensor, Tensor>
{
    private readonly CallStyle style;
    private readonly LSTM lstm = LSTM(1, 24, batchFirst: true);
    private readonly Linear head = Linear(24, 1);

    public Forecaster(CallStyle style)
        : base(nameof(Forecaster))
    {
        this.style = style;
        RegisterComponents();
    }

    public override Tensor forward(Tensor sequences)
    {
        var (states, _, _) = style == CallStyle.Call ? lstm.call(sequences) : lstm.forward(sequences);
        return style.Run(head, states.select(1, states.shape[1] - 1));
    }
}
