using System.Buffers;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Concordat.Formats.Trl;

/// <summary>Writes datasets in TRL's exact types as JSON Lines.</summary>
/// <remarks>Fields stand in TRL's order, further columns after them by name; a line ends with a line feed on every system. Randomness: none.</remarks>
public static class TrlWriter
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a dataset; the file appears when it is whole.</summary>
    /// <param name="file">Where to; an existing file is replaced.</param>
    /// <param name="dataset">What.</param>
    /// <param name="isStrict">Whether columns that TRL does not know are left out; else they are written.</param>
    /// <returns>How many values of such columns were left out.</returns>
    public static long Write(string file, TrlDataset dataset, bool isStrict)
    {
        long leftOut = 0;
        WholeFile.Write(file, stream =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            foreach (TrlExample example in dataset.Examples)
            {
                leftOut += WriteLine(buffer, example, isStrict);
                stream.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        });
        return leftOut;
    }

    /// <summary>SHA-256 of an example's TRL fields, in lower-case hexadecimal: what a sidecar knows its row by, whatever columns and spaces stand beside them.</summary>
    public static string Hash(TrlExample example)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteLine(buffer, example with { Other = TrlExample.NoOther }, isStrict: true);
        return Convert.ToHexStringLower(SHA256.HashData(buffer.WrittenSpan[..^1]));
    }

    private static int WriteLine(ArrayBufferWriter<byte> buffer, TrlExample example, bool isStrict)
    {
        var layout = new TrlLayout(example.Type, example.IsConversational, [.. example.Texts.Select(text => text.Field)]);
        int leftOut = 0;
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            json.WriteStartObject();
            foreach ((string field, TrlText text) in example.Texts)
            {
                json.WritePropertyName(field);
                Write(json, text);
            }

            if (example is TrlUnpairedPreference unpaired)
                json.WriteBoolean("label", unpaired.Label);
            foreach ((string column, string value) in example.Other)
            {
                if (isStrict && !layout.Knows(column))
                {
                    leftOut++;
                    continue;
                }

                json.WritePropertyName(column);
                json.WriteRawValue(value);
            }

            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return leftOut;
    }

    internal static void Write(Utf8JsonWriter json, TrlText text)
    {
        if (text.Plain is { } plain)
        {
            json.WriteStringValue(plain);
            return;
        }

        json.WriteStartArray();
        foreach (TrlMessage message in text.Messages)
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role);
            if (message.Content is { } content)
                json.WriteString("content", content);
            foreach ((string field, string value) in message.Other)
            {
                json.WritePropertyName(field);
                json.WriteRawValue(value);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
