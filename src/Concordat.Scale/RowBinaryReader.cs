using System.Buffers.Binary;
using System.Text;

namespace Concordat.Scale;

/// <summary>Reads ClickHouse's RowBinary from a stream that may break off.</summary>
internal sealed class RowBinaryReader(Stream stream)
{
    private const int LongestText = 1 << 28;

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _at;
    private int _end;

    /// <summary>Whether nothing follows.</summary>
    public bool IsAtEnd
    {
        get
        {
            if (_at == _end)
                Fill(1, atEndIsFine: true);
            return _at == _end;
        }
    }

    public byte Byte() => Take(1)[0];

    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public string Text() => Encoding.UTF8.GetString(Bytes());

    public byte[] Bytes()
    {
        long length = 0;
        for (int shift = 0; shift < 35; shift += 7)
        {
            byte next = Byte();
            length |= (long)(next & 0x7F) << shift;
            if (next < 0x80)
                break;
        }

        if (length > LongestText)
            throw new EndOfStreamException($"a string of {length} bytes");
        var bytes = new byte[length];
        int have = Math.Min(bytes.Length, _end - _at);
        _buffer.AsSpan(_at, have).CopyTo(bytes);
        _at += have;
        stream.ReadExactly(bytes.AsSpan(have));
        return bytes;
    }

    /// <summary>The next bytes as text, for a message about an answer that is none.</summary>
    public string Rest(int most)
    {
        Fill(most, atEndIsFine: true);
        return Encoding.UTF8.GetString(_buffer, _at, Math.Min(most, _end - _at));
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        if (_end - _at < count)
            Fill(count, atEndIsFine: false);
        _at += count;
        return _buffer.AsSpan(_at - count, count);
    }

    private void Fill(int count, bool atEndIsFine)
    {
        _buffer.AsSpan(_at, _end - _at).CopyTo(_buffer);
        (_at, _end) = (0, _end - _at);
        while (_end < count && stream.Read(_buffer.AsSpan(_end)) is > 0 and var read)
            _end += read;
        if (_end < count && !atEndIsFine)
            throw new EndOfStreamException("the answer breaks off in the middle of a row");
    }
}
