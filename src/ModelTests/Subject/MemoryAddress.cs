using static TorchSharp.torch;

namespace ModelTests;

/// <summary>Where a tensor's first value lies: the identity of a parameter that several handles may share.</summary>
internal static class MemoryAddress
{
    public static nint Of(Tensor tensor)
    {
        // An empty tensor has no memory, and only CPU and CUDA memory has an address: there the handle must do.
        if (tensor.NumberOfElements == 0 || tensor.is_sparse || tensor.device_type == TorchSharp.DeviceType.META)
            return tensor.Handle;
        var start = tensor.dtype switch
        {
            ScalarType.Float32 => tensor.storage<float>().data_ptr(),
            ScalarType.Float64 => tensor.storage<double>().data_ptr(),
            ScalarType.Int64 => tensor.storage<long>().data_ptr(),
            ScalarType.Int32 => tensor.storage<int>().data_ptr(),
            _ => 0,
        };
        return start == 0 ? tensor.Handle : start + (nint)(tensor.storage_offset() * tensor.element_size());
    }
}
