using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Concordat.Scale;

/// <summary>Writes ClickHouse's RowBinary: little-endian numbers, strings after their length as a variable-length integer.</summary>
internal sealed class RowBinaryWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void Byte(byte value) => _bytes.Write([value]);

    public void UInt32(uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.GetSpan(4), value);
        _bytes.Advance(4);
    }

    public void UInt64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.GetSpan(8), value);
        _bytes.Advance(8);
    }

    public void Text(string text) => Bytes(Encoding.UTF8.GetBytes(text));

    public void Bytes(ReadOnlySpan<byte> bytes)
    {
        uint length = (uint)bytes.Length;
        for (; length >= 0x80; length >>= 7)
            Byte((byte)(length | 0x80));
        Byte((byte)length);
        _bytes.Write(bytes);
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
