using System.Text;

namespace ModelTests.Models;

/// <summary>The part of Python's pickle format, protocol 2, that describes TorchScript modules and their parameters.</summary>
internal sealed class Pickle
{
    private readonly List<byte> bytes = [0x80, 2];

    /// <summary>The number of values of each parameter written, in order.</summary>
    public List<int> StorageSizes { get; } = [];

    public byte[] Finish()
    {
        Opcode('.');
        return [.. bytes];
    }

    public byte[] FinishEmptyTuple()
    {
        Opcode(')');
        return Finish();
    }

    /// <summary>A new object of its class, then its attributes as a dictionary.</summary>
    public void Write(ScriptObject instance)
    {
        Global("__torch__", instance.Class);
        Opcode(')');
        bytes.Add(0x81);
        Opcode('}');
        Opcode('(');
        foreach (var (name, value) in instance.Attributes)
        {
            Text(name);
            if (value is ScriptObject submodule)
                Write(submodule);
            else
                Parameter((long[])value);
        }
        Text("training");
        True();
        Opcode('u');
        Opcode('b');
    }

    /// <summary>A call of torch._utils._rebuild_tensor_v2(storage, offset, sizes, strides, requires_grad, hooks).</summary>
    private void Parameter(long[] shape)
    {
        var strides = shape.Select((_, d) => shape.Skip(d + 1).Aggregate(1L, (product, size) => product * size));
        Global("torch._utils", "_rebuild_tensor_v2");
        Opcode('(');
        Storage((int)shape.Aggregate((product, size) => product * size));
        Integer(0);
        Tuple(shape);
        Tuple(strides);
        True();
        Global("collections", "OrderedDict");
        Opcode(')');
        Opcode('R');
        Opcode('t');
        Opcode('R');
    }

    /// <summary>A persistent id: the values lie in a file of their own, numbered in order.</summary>
    private void Storage(int size)
    {
        Opcode('(');
        Text("storage");
        Global("torch", "FloatStorage");
        Text($"{StorageSizes.Count}");
        Text("cpu");
        Integer(size);
        Opcode('t');
        Opcode('Q');
        StorageSizes.Add(size);
    }

    private void Tuple(IEnumerable<long> values)
    {
        Opcode('(');
        foreach (var value in values)
            Integer((int)value);
        Opcode('t');
    }

    private void Global(string module, string name)
    {
        Opcode('c');
        bytes.AddRange(Encoding.ASCII.GetBytes($"{module}\n{name}\n"));
    }

    private void Text(string text)
    {
        Opcode('X');
        bytes.AddRange(BitConverter.GetBytes(Encoding.UTF8.GetByteCount(text)));
        bytes.AddRange(Encoding.UTF8.GetBytes(text));
    }

    private void Integer(int value)
    {
        Opcode('J');
        bytes.AddRange(BitConverter.GetBytes(value));
    }

    private void True() => bytes.Add(0x88);

    private void Opcode(char code) => bytes.Add((byte)code);
}
