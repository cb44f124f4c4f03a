using System.Text.Json;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;

namespace Concordat.Models.Decoding;

/// <summary>What stands around a prompt before a model reads it: a fixed text before and after, no program.</summary>
/// <remarks>
/// Tokens that a model knows as special are read as such in the template and never in the prompt, so that a prompt cannot end its own turn. A template written in Jinja is
/// not run: <see cref="Of"/> recognises the layouts listed in <see cref="Known"/> by the marks they use and refuses others. Randomness: none.
/// </remarks>
/// <param name="Name">Its name, or <c>own</c>.</param>
/// <param name="Before">What stands before the prompt.</param>
/// <param name="After">What stands after it, up to where the answer starts.</param>
/// <param name="Marks">Special tokens that the model has to know.</param>
public sealed record PromptTemplate(string Name, string Before, string After, params ImmutableArray<string> Marks)
{
    private const string Place = "{prompt}";

    /// <summary>The prompt alone.</summary>
    public static PromptTemplate Raw { get; } = new("raw", "", "");

    /// <summary>The layouts that are known by name, for one message of a user.</summary>
    public static ImmutableArray<PromptTemplate> Known { get; } =
    [
        Raw,
        new("chatml", "<|im_start|>user\n", "<|im_end|>\n<|im_start|>assistant\n", "<|im_start|>", "<|im_end|>"),
        new("llama2", "<s>[INST] ", " [/INST]", "<s>"),
        new("llama3", "<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\n", "<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
            "<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"),
        new("zephyr", "<|user|>\n", "</s>\n<|assistant|>\n", "</s>"),
        new("alpaca", "Below is an instruction that describes a task. Write a response that appropriately completes the request.\n\n### Instruction:\n", "\n\n### Response:\n"),
    ];

    /// <summary>A template by name, or a text with <c>{prompt}</c> in it.</summary>
    /// <exception cref="ArgumentException">Neither; the message lists the names.</exception>
    public static PromptTemplate Parse(string text)
    {
        if (Known.FirstOrDefault(known => known.Name == text) is { } found)
            return found;
        string[] parts = text.Split(Place);
        return parts.Length == 2
            ? new PromptTemplate("own", parts[0], parts[1])
            : throw new ArgumentException($"the template is '{text}'; expected {string.Join(", ", Known.Select(known => known.Name))}, auto, or a text with {Place} in it once");
    }

    /// <summary>The template of a model's folder, by the marks in the <c>chat_template</c> of its <c>tokenizer_config.json</c>; <see cref="Raw"/> where it states none.</summary>
    /// <exception cref="InputDataException">The stated template is of a layout that is not known here.</exception>
    public static PromptTemplate Of(string folder)
    {
        string path = Path.Combine(folder, "tokenizer_config.json");
        if (!File.Exists(path))
            return Raw;
        using JsonDocument document = JsonInput.Parse(path);
        if (new JsonInput(path, document.RootElement).Text("chat_template") is not { } stated)
            return Raw;
        (string Mark, string Name)[] layouts = [("<|im_start|>", "chatml"), ("<|start_header_id|>", "llama3"), ("[INST]", "llama2"), ("<|user|>", "zephyr"), ("### Instruction:", "alpaca")];
        string? name = layouts.FirstOrDefault(layout => stated.Contains(layout.Mark, StringComparison.Ordinal)).Name;
        return Known.FirstOrDefault(known => known.Name == name)
            ?? throw new InputDataException(path, 0, 0, "a chat_template of a layout that is not known here", $"one of {string.Join(", ", layouts.Select(layout => layout.Name))}; or state the template as a text with {Place}");
    }

    /// <summary>The prompt as the model is to read it, as one text.</summary>
    public string Text(string prompt) => Before + prompt + After;

    /// <summary>The tokens of the prompt as the model is to read it.</summary>
    /// <exception cref="ArgumentException">The model lacks a mark of the template.</exception>
    public int[] Encode(BpeTokenizer tokenizer, string prompt)
    {
        if (Marks.FirstOrDefault(mark => tokenizer.SpecialId(mark) is null) is { } missing)
            throw new ArgumentException($"the template {Name} needs the token '{missing}', which the model does not have");
        var tokens = new List<int>();
        var open = new System.Text.StringBuilder();
        void Close()
        {
            tokens.AddRange(tokenizer.Encode(open.ToString()));
            open.Clear();
        }

        void Read(string part)
        {
            while (First(tokenizer, part) is (int at, SpecialToken token))
            {
                open.Append(part.AsSpan(0, at));
                Close();
                tokens.Add(token.Id);
                part = part[(at + token.Text.Length)..];
            }

            open.Append(part);
        }

        Read(Before);
        open.Append(prompt);
        Read(After);
        Close();
        return [.. tokens];
    }

    private static (int At, SpecialToken Token)? First(BpeTokenizer tokenizer, string text)
    {
        (int At, SpecialToken Token)? first = null;
        foreach (SpecialToken token in tokenizer.SpecialTokens)
        {
            int at = text.IndexOf(token.Text, StringComparison.Ordinal);
            if (at >= 0 && (first is not { } best || at < best.At || (at == best.At && token.Text.Length > best.Token.Text.Length)))
                first = (at, token);
        }

        return first;
    }
}
