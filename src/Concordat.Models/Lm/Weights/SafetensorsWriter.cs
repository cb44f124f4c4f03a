using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Concordat.Models.Lm.Weights;

/// <summary>Writes a <c>safetensors</c> file: beside its place, flushed, renamed.</summary>
/// <remarks>Numbers are rounded to the nearest of the type, ties to even. Tensors are sorted by name and the header is filled up with spaces to eight bytes, so that the same tensors give the same file.</remarks>
public static class SafetensorsWriter
{
    /// <exception cref="ArgumentException">A name occurs twice, a tensor's values are not as many as its shape says, or one is beyond the type's range; the message names the tensor.</exception>
    public static void Write(string path, IEnumerable<NamedTensor> tensors, IEnumerable<KeyValuePair<string, string>> metadata, WeightType type = WeightType.F32)
    {
        NamedTensor[] sorted = [.. tensors.OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
        for (int i = 0; i < sorted.Length; i++)
        {
            NamedTensor tensor = sorted[i];
            if (tensor.Values.Length != tensor.Shape.Aggregate(1L, (product, size) => product * size))
                throw new ArgumentException($"tensor '{tensor.Name}' of [{string.Join(", ", tensor.Shape)}] with {tensor.Values.Length} values", nameof(tensors));
            if (i > 0 && sorted[i - 1].Name == tensor.Name)
                throw new ArgumentException($"tensor '{tensor.Name}' twice", nameof(tensors));
        }

        byte[] header = Header(sorted, metadata, type);
        WholeFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (NamedTensor tensor in sorted)
                Write(stream, tensor, type);
        });
    }

    private static void Write(Stream stream, NamedTensor tensor, WeightType type)
    {
        const int Piece = 1 << 16;
        ushort[] halves = type == WeightType.F32 ? [] : new ushort[Math.Min(Piece, tensor.Values.Length)];
        for (int first = 0; first < tensor.Values.Length; first += Piece)
        {
            ReadOnlySpan<float> values = tensor.Values.Span.Slice(first, Math.Min(Piece, tensor.Values.Length - first));
            if (type == WeightType.F32)
            {
                stream.Write(MemoryMarshal.AsBytes(values));
                continue;
            }

            for (int i = 0; i < values.Length; i++)
            {
                halves[i] = type == WeightType.F16 ? BitConverter.HalfToUInt16Bits((Half)values[i]) : UpperHalf(values[i]);
                // All bits of the exponent set: no number of the type.
                int exponent = type == WeightType.F16 ? 0x7C00 : 0x7F80;
                if ((halves[i] & exponent) == exponent && float.IsFinite(values[i]))
                    throw new ArgumentException($"tensor '{tensor.Name}' holds {values[i]} as its value number {first + i}, beyond the range of {type}", nameof(tensor));
            }

            stream.Write(MemoryMarshal.AsBytes(halves.AsSpan(0, values.Length)));
        }
    }

    // Half of the last place that stays, less one where that place is even, carries into it.
    private static ushort UpperHalf(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)0x7FC0 : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    private static byte[] Header(NamedTensor[] tensors, IEnumerable<KeyValuePair<string, string>> metadata, WeightType type)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(SafetensorsHeader.MetadataName);
            foreach ((string name, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(name, value);
            json.WriteEndObject();
            long begin = 0;
            foreach (NamedTensor tensor in tensors)
            {
                long end = begin + ((type == WeightType.F32 ? 4L : 2L) * tensor.Values.Length);
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", type.ToString());
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(end);
                json.WriteEndArray();
                json.WriteEndObject();
                begin = end;
            }

            json.WriteEndObject();
        }

        while (buffer.Length % 8 != 0)
            buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }
}
