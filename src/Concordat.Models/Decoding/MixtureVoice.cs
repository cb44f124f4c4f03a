using Concordat.Models.Lm;

namespace Concordat.Models.Decoding;

/// <summary>One model reading one sequence; members that are the same model under the same template share it.</summary>
internal sealed class MixtureVoice(MixtureMember member, int width, int maxThreads)
{
    private readonly LlamaDecoder _decoder = new(member.Directory.Model, maxThreads);
    private readonly float[] _logits = new float[width], _afterPrompt = new float[width];
    private string? _prompt;
    private int _promptLength;

    public MixtureMember Member => member;

    /// <summary>Logits of what follows what was read.</summary>
    public ReadOnlyMemory<float> Logits => _logits;

    public bool IsFull => _decoder.Position == member.Directory.Model.Config.MaxPositions;

    public int PromptLength => _promptLength;

    /// <summary>Goes to the end of a prompt; the same prompt again is not read again.</summary>
    /// <exception cref="ArgumentException">The prompt is empty or longer than the model's positions.</exception>
    public void Start(string prompt)
    {
        if (_prompt == prompt)
        {
            _decoder.Rewind(_promptLength);
            _afterPrompt.CopyTo(_logits, 0);
            return;
        }

        int[] tokens = member.Template.Encode(member.Directory.Tokenizer, prompt);
        int room = member.Directory.Model.Config.MaxPositions;
        if (tokens.Length == 0 || tokens.Length > room)
            throw new ArgumentException($"a prompt of {tokens.Length} tokens for {member.Name}; expected 1 … {room}");
        _prompt = null;
        _decoder.Rewind(0);
        Advance(tokens);
        _logits.CopyTo(_afterPrompt, 0);
        (_prompt, _promptLength) = (prompt, tokens.Length);
    }

    public void Advance(ReadOnlySpan<int> tokens) => _decoder.Advance(tokens)[..width].CopyTo(_logits);
}
