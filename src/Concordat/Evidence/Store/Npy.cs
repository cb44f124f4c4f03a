using System.Buffers.Binary;
using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Concordat.Evidence.Store;

/// <summary>One-dimensional arrays in NumPy's .npy format, version 1.0, little-endian, so that an auditor can read a column with any tool.</summary>
/// <remarks>Source: NumPy Enhancement Proposal 1, "A simple file format for NumPy arrays".</remarks>
internal static class Npy
{
    private const int BlockBytes = 1 << 18;

    // Of every column alike, so that columns can be read side by side.
    private const int PartRows = 1 << 16;

    /// <summary>The least and the greatest value.</summary>
    public static (int Minimum, int Maximum) Range(ColumnParts<int> values)
    {
        int minimum = int.MaxValue, maximum = int.MinValue;
        foreach (ReadOnlyMemory<int> part in values.Read())
        {
            minimum = Math.Min(minimum, TensorPrimitives.Min(part.Span));
            maximum = Math.Max(maximum, TensorPrimitives.Max(part.Span));
        }

        return (minimum, maximum);
    }

    /// <summary>The narrowest integer type that holds all values between these.</summary>
    public static string NarrowType(int minimum, int maximum) =>
        minimum >= sbyte.MinValue && maximum <= sbyte.MaxValue ? "|i1" : minimum >= short.MinValue && maximum <= short.MaxValue ? "<i2" : "<i4";

    /// <summary>Writes an array, flushed to the disk, and returns the file's SHA-256.</summary>
    public static string Write<T>(string path, string type, ColumnParts<T> values) where T : unmanaged
    {
        using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Put(Header(type, values.Count));
        int width = WidthOf(type);
        byte[] block = new byte[BlockBytes];
        foreach (ReadOnlyMemory<T> part in values.Read())
        {
            for (int start = 0; start < part.Length;)
            {
                int count = Math.Min(part.Length - start, BlockBytes / width);
                Narrow(part.Span.Slice(start, count), width, block);
                Put(block.AsSpan(0, count * width));
                start += count;
            }
        }

        file.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Put(ReadOnlySpan<byte> bytes)
        {
            file.Write(bytes);
            hash.AppendData(bytes);
        }
    }

    /// <summary>Reads an array of a known type, length and hash.</summary>
    /// <exception cref="InputDataException">The file is missing, truncated, damaged or another one.</exception>
    public static T[] Read<T>(string path, string type, int length, string sha256) where T : unmanaged
    {
        var values = GC.AllocateUninitializedArray<T>(length);
        int row = 0;
        foreach (ReadOnlyMemory<T> part in Parts<T>(path, type, length, sha256).Read())
        {
            part.Span.CopyTo(values.AsSpan(row));
            row += part.Length;
        }

        return values;
    }

    /// <summary>The same array in parts. Each reading throws <see cref="InputDataException"/> where the file is missing, truncated, damaged or another one; of damaged bytes only at its end.</summary>
    public static ColumnParts<T> Parts<T>(string path, string type, int length, string sha256) where T : unmanaged
    {
        return new ColumnParts<T>(length, Parts);

        IEnumerable<ReadOnlyMemory<T>> Parts()
        {
            byte[] header = Header(type, length);
            int width = WidthOf(type);
            long expectedBytes = header.Length + (long)length * width;
            if (!File.Exists(path))
                throw new InputDataException(path, 0, 0, "no such file", "a column of the import; import the source again");
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 0, FileOptions.SequentialScan);
            if (file.Length != expectedBytes)
                throw Damaged(path, $"{file.Length} bytes, not {expectedBytes}");
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] found = new byte[header.Length];
            file.ReadExactly(found);
            hash.AppendData(found);
            byte[] block = new byte[PartRows * width];
            var values = new T[Math.Min(length, PartRows)];
            for (int start = 0; start < length; start += PartRows)
            {
                int count = Math.Min(length - start, PartRows);
                Memory<byte> bytes = block.AsMemory(0, count * width);
                file.ReadExactly(bytes.Span);
                hash.AppendData(bytes.Span);
                Widen(bytes.Span, width, values.AsSpan(0, count));
                yield return values.AsMemory(0, count);
            }

            if (Convert.ToHexStringLower(hash.GetHashAndReset()) != sha256)
                throw Damaged(path, "other bytes than were written");
        }
    }

    public static InputDataException Damaged(string path, string found) =>
        new(path, 0, 0, $"a damaged file ({found})", "the file as it was imported; remove the import's folder and import the source again");

    private static void Narrow<T>(ReadOnlySpan<T> values, int width, Span<byte> bytes) where T : unmanaged
    {
        if (width == Marshal.SizeOf<T>())
        {
            MemoryMarshal.AsBytes(values).CopyTo(bytes);
            return;
        }

        ReadOnlySpan<int> codes = MemoryMarshal.Cast<T, int>(values);
        for (int i = 0; i < codes.Length; i++)
        {
            if (width == 1)
                bytes[i] = (byte)codes[i];
            else
                BinaryPrimitives.WriteInt16LittleEndian(bytes[(2 * i)..], (short)codes[i]);
        }
    }

    private static void Widen<T>(ReadOnlySpan<byte> bytes, int width, Span<T> values) where T : unmanaged
    {
        if (width == Marshal.SizeOf<T>())
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values));
            return;
        }

        Span<int> codes = MemoryMarshal.Cast<T, int>(values);
        for (int i = 0; i < codes.Length; i++)
            codes[i] = width == 1 ? (sbyte)bytes[i] : BinaryPrimitives.ReadInt16LittleEndian(bytes[(2 * i)..]);
    }

    private static byte[] Header(string type, int length)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({length},), }}");
        int padded = (10 + text.Length + 1 + 63) / 64 * 64;
        text = text.PadRight(padded - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)(text.Length & 0xFF), (byte)(text.Length >> 8), .. Encoding.ASCII.GetBytes(text)];
    }

    private static int WidthOf(string type) => type[2] - '0';
}
