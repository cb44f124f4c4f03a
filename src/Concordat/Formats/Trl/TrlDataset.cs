namespace Concordat.Formats.Trl;

/// <summary>A dataset of one type and one form.</summary>
/// <param name="Type">The type of every example.</param>
/// <param name="IsConversational">Whether every text consists of messages.</param>
/// <param name="Examples">The rows in file order, (n).</param>
/// <param name="Notes">What a sidecar says of each row, (n); empty without one.</param>
public sealed record TrlDataset(TrlType Type, bool IsConversational, ImmutableArray<TrlExample> Examples, ImmutableArray<TrlNote> Notes)
{
    /// <summary>A dataset of examples that are alike.</summary>
    /// <exception cref="ArgumentException">There are none, they are of several types or forms, some preferences name their prompt and others do not, or there are not as many notes.</exception>
    public static TrlDataset Of(ImmutableArray<TrlExample> examples, ImmutableArray<TrlNote> notes = default)
    {
        if (examples.IsDefaultOrEmpty)
            throw new ArgumentException("a dataset needs at least one example", nameof(examples));
        TrlExample first = examples[0];
        for (int i = 0; i < examples.Length; i++)
        {
            TrlExample example = examples[i];
            if (example.Type != first.Type || example.Texts.Length != first.Texts.Length)
                throw new ArgumentException($"example {i} is {example.Type} with {example.Texts.Length} texts, the first is {first.Type} with {first.Texts.Length}", nameof(examples));
            if (example.Texts.Any(text => text.Text.IsConversational != first.IsConversational))
                throw new ArgumentException($"example {i} mixes plain text with messages, or differs in that from the first", nameof(examples));
        }

        if (!notes.IsDefaultOrEmpty && notes.Length != examples.Length)
            throw new ArgumentException($"{notes.Length} notes for {examples.Length} examples", nameof(notes));
        return new TrlDataset(first.Type, first.IsConversational, examples, notes.IsDefault ? [] : notes);
    }

    /// <summary>The weight of each row, (n); 1 without a sidecar.</summary>
    public ImmutableArray<double> Weights => Notes.IsEmpty ? [.. Enumerable.Repeat(1.0, Examples.Length)] : [.. Notes.Select(note => note.Weight)];
}
