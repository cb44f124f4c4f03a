using Concordat.Formats.Trl;
using Concordat.Models.Lm.Tokens;
using Concordat.Models.Policies;

namespace Concordat.Models.Preferences;

/// <summary>Turns texts and conversations into tokens, and marks the policy's own turns.</summary>
/// <remarks>
/// Plain text: prompt and answer are encoded apart and stand next to each other, the answer closed by the token that ends a text. Conversations: a message is <c>role: words</c> and a
/// line feed; of an assistant's answer the words, closed by the token that ends a text, are a turn. Without such a token an answer ends with its line feed.
/// </remarks>
public sealed class ChatTokens
{
    private readonly BpeTokenizer _tokenizer;
    private readonly int[] _end;

    /// <param name="tokenizer">The model's tokens.</param>
    /// <param name="endToken">The token that ends a text, or null.</param>
    public ChatTokens(BpeTokenizer tokenizer, int? endToken) => (_tokenizer, _end) = (tokenizer, endToken is { } end ? [end] : []);

    /// <summary>What is asked, with no turn of the policy's own.</summary>
    /// <exception cref="ArgumentException">A message has no words.</exception>
    public ImmutableArray<int> Prompt(TrlText text) => text.Plain is { } plain ? [.. _tokenizer.Encode(plain)] : [.. text.Messages.SelectMany(message => Message(message).Tokens)];

    /// <summary>What is answered, the turns counted from its own start.</summary>
    /// <exception cref="ArgumentException">There is no word of the assistant's, or a message has none.</exception>
    public (ImmutableArray<int> Tokens, ImmutableArray<TokenSpan> Turns) Answer(TrlText text)
    {
        if (text.Plain is { } plain)
        {
            ImmutableArray<int> answer = [.. _tokenizer.Encode(plain), .. _end];
            return answer.IsEmpty ? throw new ArgumentException("an answer without a word") : (answer, [new TokenSpan(0, answer.Length)]);
        }

        var tokens = ImmutableArray.CreateBuilder<int>();
        var turns = ImmutableArray.CreateBuilder<TokenSpan>();
        foreach (TrlMessage message in text.Messages)
        {
            (int[] own, int lead) = Message(message);
            if (message.Role == TrlMessage.Assistant)
                turns.Add(new TokenSpan(tokens.Count + lead, own.Length - lead));
            tokens.AddRange(own);
        }

        return turns.Count > 0 ? (tokens.ToImmutable(), turns.ToImmutable()) : throw new ArgumentException("an answer without a message of the assistant");
    }

    /// <summary>An answer after a prompt.</summary>
    /// <exception cref="ArgumentException">The prompt is empty, so that nothing predicts the answer's first token.</exception>
    public static TokenSequence Join(ImmutableArray<int> prompt, (ImmutableArray<int> Tokens, ImmutableArray<TokenSpan> Turns) answer) => new(
        [.. prompt, .. answer.Tokens], [.. answer.Turns.Select(turn => turn with { Start = prompt.Length + turn.Start })]);

    /// <summary>A whole text that is learned from its second token on, or a whole conversation with the assistant's turns.</summary>
    /// <exception cref="ArgumentException">Nothing of it can be learned.</exception>
    public TokenSequence Whole(TrlText text)
    {
        (ImmutableArray<int> tokens, ImmutableArray<TokenSpan> turns) = Answer(text);
        return new TokenSequence(tokens, text.IsConversational ? turns : tokens.Length > 1 ? [new TokenSpan(1, tokens.Length - 1)] : throw new ArgumentException("a text of one token"));
    }

    // Tokens of a message, and how many of them come before what an assistant says.
    private (int[] Tokens, int Lead) Message(TrlMessage message)
    {
        if (message.Content is null)
            throw new ArgumentException("a message without words");
        int[] lead = _tokenizer.Encode($"{message.Role}:");
        bool closes = message.Role == TrlMessage.Assistant && _end.Length > 0;
        return ([.. lead, .. _tokenizer.Encode(closes ? $" {message.Content}" : $" {message.Content}\n"), .. closes ? _end : []], lead.Length);
    }
}
