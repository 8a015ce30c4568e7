namespace ModelTests.Models;

/// <summary>How a model runs its children: TorchSharp's hooks fire for <c>child.call(x)</c> only, and most published code writes <c>child.forward(x)</c>.</summary>
public enum CallStyle
{
    Call,
    Forward,
}
