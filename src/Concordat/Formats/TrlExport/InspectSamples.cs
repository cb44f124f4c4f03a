using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Formats.Trl;

namespace Concordat.Formats.TrlExport;

/// <summary>Prompts with their answers as samples of Inspect: <c>input</c>, <c>target</c>, <c>id</c>, <c>metadata</c>.</summary>
/// <remarks>Source: inspect.aisi.org.uk, Datasets, "Dataset Samples".</remarks>
public static class InspectSamples
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a sample for each prompt and completion.</summary>
    /// <exception cref="ArgumentException">The dataset is of another type.</exception>
    public static void Write(string file, TrlDataset dataset)
    {
        if (dataset.Type != TrlType.PromptCompletion)
            throw new ArgumentException($"samples of Inspect are made of prompt and completion, not of {dataset.Type}", nameof(dataset));
        WholeFile.Write(file, stream =>
        {
            var buffer = new ArrayBufferWriter<byte>();
            for (int row = 0; row < dataset.Examples.Length; row++)
            {
                var pair = (TrlPromptCompletion)dataset.Examples[row];
                using (var json = new Utf8JsonWriter(buffer, s_writing))
                {
                    json.WriteStartObject();
                    json.WritePropertyName("input");
                    TrlWriter.Write(json, pair.Prompt);
                    json.WriteString("target", pair.Completion.Words);
                    json.WriteString("id", (row + 1).ToString(CultureInfo.InvariantCulture));
                    json.WriteStartObject("metadata");
                    json.WriteString("sha256", TrlWriter.Hash(pair));
                    if (!dataset.Notes.IsEmpty && dataset.Notes[row].Group is { } group)
                        json.WriteString("group", group);
                    json.WriteEndObject();
                    json.WriteEndObject();
                }

                buffer.Write("\n"u8);
                stream.Write(buffer.WrittenSpan);
                buffer.ResetWrittenCount();
            }
        });
    }
}
