using System.Buffers.Binary;
using System.Security.Cryptography;
using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Tells samples apart by their bits: 128 bits of SHA-256, of which no two samples share all by chance.</summary>
internal static class SampleHash
{
    /// <param name="tensors">The tensors of a batch, contiguous, with the samples along their first dimension.</param>
    /// <param name="row">The sample.</param>
    public static UInt128 Of(IReadOnlyList<Tensor> tensors, int row) => Of(tensors, row, 0, 1);

    /// <summary>One part of each tensor's values in memory order, from the share <paramref name="from"/> to the share <paramref name="to"/>, both in [0, 1]; a single value is cut as well, in its bytes.</summary>
    public static UInt128 Of(IReadOnlyList<Tensor> tensors, int row, double from, double to)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors)
        {
            var bytes = tensor.bytes;
            var length = bytes.Length / (int)tensor.shape[0];
            var unit = length > tensor.element_size() ? (int)tensor.element_size() : 1;
            var (start, end) = ((int)(length / unit * from) * unit, (int)(length / unit * to) * unit);
            hash.AppendData(bytes.Slice((row * length) + start, end - start));
        }
        return BinaryPrimitives.ReadUInt128LittleEndian(hash.GetHashAndReset());
    }
}
