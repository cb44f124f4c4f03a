using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Concordat.Charters;
using Concordat.Charters.Experts;

namespace Concordat.Models.Decoding;

/// <summary>The line of a decoded text, as <c>responses-jsonl</c> imports it; <c>docs/schemas/decoded.schema.json</c> describes it.</summary>
/// <remarks>It holds no time and no path but those that were given: the same request gives the same bytes.</remarks>
internal static class DecodingRecord
{
    private static readonly JsonWriterOptions s_writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Line(DecodingRequest request, DecodedText decoded)
    {
        DecodingSetup setup = request.Setup;
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, s_writing))
        {
            json.WriteStartObject();
            json.WriteString("key", request.Key);
            json.WriteString("system", setup.System);
            json.WriteString("item", request.Prompt.Id);
            json.WriteNumber("sample", request.Sample);
            json.WriteString("prompt", request.Prompt.Text);
            json.WriteString("text", decoded.Text.Replace("\0", "", StringComparison.Ordinal));
            json.WriteString("made_by", "model");
            json.WriteString("method", setup.Method);
            json.WriteString("formula", setup.Formula);
            json.WriteString("finish", decoded.Finish);
            if (decoded.TokensIn is { } input)
                json.WriteNumber("tokens_in", input);
            json.WriteNumber("tokens_out", decoded.TokensOut);
            json.WriteNumber("temperature", setup.Sampling.Temperature);
            json.WriteNumber("top_p", setup.Sampling.TopP);
            json.WriteString("seed", setup.Seed.ToString(CultureInfo.InvariantCulture));
            json.WriteNumber("cost", decoded.Cost);
            json.WriteStartArray("members");
            foreach (DecodingMember member in setup.Members)
                WriteTexts(json, ("name", member.Name), ("role", member.Role), ("template", member.Template), ("content", member.Content));
            json.WriteEndArray();
            if (decoded.Outside is { } outside)
                Write(json, outside, setup.FallbackAbove);
            if (setup.Choice is { } choice)
                Write(json, choice);
            foreach ((string name, string value) in request.Prompt.Attributes)
                json.WriteString("item." + name, value);
            json.WriteEndObject();
        }

        buffer.Write("\n"u8);
        return buffer.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, OutsideMass outside, double? above)
    {
        json.WriteNumber("fallbacks", outside.Fallbacks);
        json.WriteStartObject("outside");
        json.WriteNumber("total", outside.Total);
        json.WriteNumber("mean", outside.Mean);
        if (above is { } threshold)
            json.WriteNumber("fallback_above", threshold);
        json.WriteStartArray("per_token");
        foreach (double mass in outside.PerToken)
            json.WriteNumberValue(Math.Round(mass, 6));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExpertChoice choice)
    {
        json.WriteStartObject("choice");
        json.WriteString("charter", choice.CharterId);
        json.WriteString("charter_version", choice.CharterVersion);
        json.WriteString("charter_hash", choice.CharterHash);
        json.WriteString("map_sha256", choice.MapSha256);
        json.WriteStartObject("context");
        foreach ((string name, string value) in choice.Context)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteStartArray("standards");
        foreach (StandardInForce standard in choice.Standards)
        {
            json.WriteStartObject();
            json.WriteString("id", standard.Id);
            json.WriteNumber("bound", standard.Bound);
            json.WriteString("level", Wording.Of(standard.Level));
            json.WriteString("owner", standard.Owner);
            json.WriteString("place", standard.Place.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("experts");
        foreach (ChosenExpert expert in choice.Experts)
        {
            json.WriteStartObject();
            json.WriteString("clause", expert.Clause);
            json.WriteString("place", expert.Place.ToString());
            json.WriteString("expert", expert.Expert);
            if (expert.Anti is { } anti)
                json.WriteString("anti", anti);
            json.WriteNumber("weight", expert.Weight);
            json.WriteStartArray("because");
            foreach (string reason in expert.Because)
                json.WriteStringValue(reason);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter json, params ReadOnlySpan<(string Name, string Value)> fields)
    {
        json.WriteStartObject();
        foreach ((string name, string value) in fields)
            json.WriteString(name, value);
        json.WriteEndObject();
    }
}
