using System.Buffers.Binary;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Tells samples apart by their bits: 128 bits of SHA-256, of which no two samples share all by chance.</summary>
internal static class SampleHash
{
    /// <param name="tensors">The tensors of a batch, contiguous, with the samples along their first dimension.</param>
    /// <param name="row">The sample.</param>
    public static UInt128 Of(IReadOnlyList<Tensor> tensors, int row)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors)
        {
            var bytes = tensor.bytes;
            var length = bytes.Length / (int)tensor.shape[0];
            hash.AppendData(bytes.Slice(row * length, length));
        }
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
