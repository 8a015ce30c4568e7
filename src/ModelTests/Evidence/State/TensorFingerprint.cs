using System.Security.Cryptography;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>The shape, the type and the bits of a tensor in 32 hexadecimal digits, equal only for equal tensors; NaN with equal bits is equal here.</summary>
internal static class TensorFingerprint
{
    public static string Of(Tensor tensor)
    {
        if (tensor.device_type == TorchSharp.DeviceType.META)
            return Shape.Of(tensor);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        var plain = (tensor.is_sparse ? tensor.to_dense() : tensor.detach()).cpu().contiguous();
        return $"{plain.dtype} {Shape.Of(plain)} {(plain.NumberOfElements == 0 ? "" : Convert.ToHexString(SHA256.HashData(plain.bytes))[..32])}";
    }
}
