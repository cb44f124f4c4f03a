using System.Text.Encodings.Web;
using System.Text.Json;

namespace Concordat.Models.Lm.Tokens;

/// <summary>Reads and writes Hugging Face's <c>tokenizer.json</c> of byte-level byte-pair encoding with GPT-2's words.</summary>
/// <remarks>What would change the tokens and is not known here (a normaliser, a prefix space, other words, a template around the text) is refused, never passed over.</remarks>
public static class TokenizerFile
{
    /// <exception cref="InputDataException">The file is broken, or is a tokenizer of another kind.</exception>
    public static BpeTokenizer Read(string path)
    {
        using JsonDocument document = JsonInput.Parse(path);
        var file = new JsonInput(path, document.RootElement);
        file.RequireNull("normalizer");
        JsonInput words = file.Child("pre_tokenizer") ?? throw file.Fault("pre_tokenizer", null, "ByteLevel");
        words.Require("type", "ByteLevel");
        words.RequireAbsentOrFalse("add_prefix_space");
        if (!(words.Flag("use_regex") ?? true))
            throw words.Fault("pre_tokenizer.use_regex", words.Element("use_regex"), "true");
        if (file.Child("post_processor") is { } after)
            after.Require("type", "ByteLevel");
        if (file.Child("decoder") is { } decoder)
            decoder.Require("type", "ByteLevel");
        JsonInput model = file.Child("model") ?? throw file.Fault("model", null, "BPE");
        model.RequireAbsentOr("type", "BPE");
        model.RequireNull("dropout");
        model.RequireAbsentOrFalse("byte_fallback");
        model.RequireAbsentOrFalse("ignore_merges");
        foreach (string affix in new[] { "continuing_subword_prefix", "end_of_word_suffix" })
        {
            if (model.Text(affix) is { Length: > 0 })
                throw model.Fault(affix, model.Element(affix), "null");
        }

        if (model.Element("vocab") is not { ValueKind: JsonValueKind.Object } vocabulary)
            throw model.Fault("vocab", model.Element("vocab"), "ids by token");
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (JsonProperty token in vocabulary.EnumerateObject())
        {
            if (token.Value.ValueKind != JsonValueKind.Number || !token.Value.TryGetInt32(out int id) || !ids.TryAdd(token.Name, id))
                throw model.Fault($"vocab['{token.Name}']", token.Value, "a whole number, once for each token");
        }

        try
        {
            return new BpeTokenizer(ids, [.. model.List("merges").Select(merge => Merge(model, merge))], [.. file.List("added_tokens").Select(token => Special(path, token))]);
        }
        catch (ArgumentException exception)
        {
            throw new InputDataException(path, 0, 0, exception.Message, "a tokenizer whose parts agree");
        }
    }

    public static void Write(string path, BpeTokenizer tokenizer) => WholeFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        json.WriteStartObject();
        json.WriteString("version", "1.0");
        json.WriteNull("truncation");
        json.WriteNull("padding");
        json.WriteStartArray("added_tokens");
        foreach (SpecialToken token in tokenizer.SpecialTokens)
        {
            json.WriteStartObject();
            json.WriteNumber("id", token.Id);
            json.WriteString("content", token.Text);
            foreach (string property in new[] { "single_word", "lstrip", "rstrip", "normalized" })
                json.WriteBoolean(property, false);
            json.WriteBoolean("special", token.IsSpecial);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteNull("normalizer");
        WriteByteLevel(json, "pre_tokenizer");
        WriteByteLevel(json, "post_processor");
        WriteByteLevel(json, "decoder");
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        foreach (string property in new[] { "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix" })
            json.WriteNull(property);
        foreach (string property in new[] { "fuse_unk", "byte_fallback", "ignore_merges" })
            json.WriteBoolean(property, false);
        json.WriteStartObject("vocab");
        foreach ((string token, int id) in tokenizer.Vocabulary.OrderBy(pair => pair.Value))
            json.WriteNumber(token, id);
        json.WriteEndObject();
        json.WriteStartArray("merges");
        foreach ((string left, string right) in tokenizer.Merges)
        {
            json.WriteStartArray();
            json.WriteStringValue(left);
            json.WriteStringValue(right);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteByteLevel(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject(name);
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", false);
        json.WriteBoolean("trim_offsets", true);
        json.WriteBoolean("use_regex", true);
        json.WriteEndObject();
    }

    // Since version 0.20 of Hugging Face's tokenizers a pair, before it one text with a space.
    private static (string Left, string Right) Merge(JsonInput model, JsonElement merge)
    {
        string[] parts = merge.ValueKind switch
        {
            JsonValueKind.Array => [.. merge.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.String ? part.GetString()! : "")],
            JsonValueKind.String => merge.GetString()!.Split(' '),
            _ => [],
        };
        if (parts.Length != 2 || parts.Contains(""))
            throw model.Fault("merges", merge, "two tokens");
        return (parts[0], parts[1]);
    }

    private static SpecialToken Special(string path, JsonElement element)
    {
        var token = new JsonInput(path, element);
        token.RequireAbsentOrFalse("single_word");
        token.RequireAbsentOrFalse("lstrip");
        token.RequireAbsentOrFalse("rstrip");
        return new SpecialToken(token.Whole("id"), token.Text("content") ?? throw token.Fault("content", null, "a text"), token.Flag("special") ?? false);
    }
}
