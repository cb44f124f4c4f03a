namespace Concordat.Formats.Trl;

/// <summary>A prompt, a completion or a whole text: plain in the standard form, messages in the conversational form.</summary>
public sealed record TrlText
{
    private TrlText(string? plain, ImmutableArray<TrlMessage> messages) => (Plain, Messages) = (plain, messages);

    /// <summary>The text in the standard form; null in the conversational form.</summary>
    public string? Plain { get; }

    /// <summary>The messages in the conversational form, at least one; empty in the standard form.</summary>
    public ImmutableArray<TrlMessage> Messages { get; }

    public bool IsConversational => Plain is null;

    /// <summary>How many times the user spoke before an answer; 1 for plain text, whose turns nobody marked.</summary>
    /// <remarks>Messages of the user that follow each other are one exchange.</remarks>
    public int Exchanges
    {
        get
        {
            if (!IsConversational)
                return 1;
            int exchanges = 0;
            string before = "";
            foreach (TrlMessage message in Messages)
            {
                if (message.Role == TrlMessage.User && before != TrlMessage.User)
                    exchanges++;
                before = message.Role;
            }

            return exchanges;
        }
    }

    /// <summary>The words alone, messages one under the other: for measures of text, never for training.</summary>
    public string Words => Plain ?? string.Join("\n\n", Messages.Select(message => message.Content).OfType<string>());

    public static TrlText Of(string plain) => new(plain, []);

    /// <exception cref="ArgumentException">There are no messages.</exception>
    public static TrlText Of(params ImmutableArray<TrlMessage> messages) =>
        messages.IsDefaultOrEmpty ? throw new ArgumentException("a conversational text needs at least one message", nameof(messages)) : new TrlText(null, messages);

    public bool Equals(TrlText? other) => other is not null && Plain == other.Plain && Messages.AsSpan().SequenceEqual(other.Messages.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Plain, Messages.Length);
}
