namespace Concordat.Models.Decoding;

/// <summary>The members of a mixture over one vocabulary, each reading on its own.</summary>
internal sealed class MixtureVoices
{
    private readonly ImmutableArray<MixtureVoice> _ofMember;
    private readonly ReadOnlyMemory<float>[] _logits;

    /// <exception cref="ArgumentException">There are no members, or two do not share a vocabulary.</exception>
    public MixtureVoices(ImmutableArray<MixtureMember> members, int maxThreads)
    {
        if (members.IsDefaultOrEmpty)
            throw new ArgumentException("no models to mix", nameof(members));
        foreach (MixtureMember member in members)
            SharedVocabulary.Require(members[0].Name, members[0].Directory.Tokenizer, member.Name, member.Directory.Tokenizer);
        // Rows of padding beyond the tokens differ between models of one family.
        Width = members.Min(member => member.Directory.Model.Config.VocabularySize);
        var voices = new Dictionary<(object, string, string), MixtureVoice>();
        var ofMember = ImmutableArray.CreateBuilder<MixtureVoice>();
        foreach (MixtureMember member in members)
        {
            (object, string, string) key = (member.Directory, member.Template.Before, member.Template.After);
            if (!voices.TryGetValue(key, out MixtureVoice? voice))
                voices.Add(key, voice = new MixtureVoice(member, Width, maxThreads));
            ofMember.Add(voice);
        }

        _ofMember = ofMember.ToImmutable();
        _logits = [.. _ofMember.Select(voice => voice.Logits)];
    }

    public int Width { get; }

    public int Count => _ofMember.Length;

    public MixtureVoice this[int member] => _ofMember[member];

    /// <summary>Of each member, what follows what it has read.</summary>
    public ReadOnlySpan<ReadOnlyMemory<float>> Logits => _logits;

    /// <summary>The voices that mixtures need, each once.</summary>
    public ImmutableArray<MixtureVoice> Used(params ReadOnlySpan<LogitMixture> mixtures)
    {
        var used = ImmutableArray.CreateBuilder<MixtureVoice>();
        foreach (LogitMixture mixture in mixtures)
        {
            if (mixture.Members > Count)
                throw new ArgumentException($"a mixture of {mixture.Members} models over {Count}");
            for (int member = 0; member < Count; member++)
            {
                if (mixture.Uses(member) && !used.Contains(_ofMember[member]))
                    used.Add(_ofMember[member]);
            }
        }

        return used.ToImmutable();
    }

    /// <summary>Tokens that end a text: of the first member and of those that speak for tokens.</summary>
    public ImmutableHashSet<int> EndTokens(LogitMixture mixture) =>
    [
        .. Enumerable.Range(0, Count).Where(member => member == 0 || (mixture.Uses(member) && mixture.Favours(member)))
            .SelectMany(member => _ofMember[member].Member.Directory.Model.Config.EndTokens),
    ];
}
