using System.Text;
using Concordat.Models.Endpoints;
using Concordat.Models.Lm;
using Concordat.Models.Lm.Tokens;
using Concordat.Numerics.Sampling;

namespace Concordat.Models.Decoding;

/// <summary>Decodes from a mixture of models behind endpoints that list the k most probable tokens.</summary>
/// <remarks>
/// For each token every member is asked for one token and its list. T is what all that are needed list: s(v) = log p_base(v) + α·(log p_expert(v) − log p_anti(v)) for v in T, renormalised over T.
/// The mass outside T is 1 − Σ_T p(v), the greatest over the members that speak for tokens; above the threshold, or where T is empty, the token is drawn from the base's own list.
/// With the tokenizer the prompt goes out as token ids, so that what was drawn is what is read; without it as text, which a server may cut into other tokens at the seam.
/// With k the whole vocabulary the tokens are those of <see cref="MixtureDecoder"/>. Randomness: one uniform number for each token from the seed; the jitter of retries changes waiting alone.
/// Source: proxy-tuning of closed models, Liu et al. (2024), arXiv:2401.08565, §7.
/// </remarks>
public sealed class EndpointMixtureDecoder : IMixtureDecoder
{
    private const int LongestToken = 16;

    private readonly ImmutableArray<EndpointVoice> _voices;
    private readonly TokenTexts? _texts;
    private readonly EndpointMixtureOptions _options;
    private readonly ImmutableHashSet<string> _ends;

    /// <param name="members">The members; the first is the base.</param>
    /// <param name="tokenizer">The vocabulary that they share, where it is known.</param>
    /// <param name="options">How it is decoded.</param>
    /// <param name="clock">Waits between attempts.</param>
    /// <exception cref="ArgumentException">There are no members, or one cannot be mixed.</exception>
    public EndpointMixtureDecoder(ImmutableArray<EndpointMember> members, BpeTokenizer? tokenizer, EndpointMixtureOptions options, TimeProvider clock)
    {
        options.Validate();
        if (members.IsDefaultOrEmpty)
            throw new ArgumentException("no endpoints to mix", nameof(members));
        foreach (EndpointMember member in members)
            member.Validate();
        (_options, _texts) = (options, tokenizer is null ? null : new TokenTexts(tokenizer));
        var voices = new Dictionary<(string, string, string), EndpointVoice>();
        foreach (EndpointMember member in members)
            voices.TryAdd(KeyOf(member), new EndpointVoice(member, _texts, options.Retries, clock));
        _voices = [.. members.Select(member => voices[KeyOf(member)])];
        _ends = tokenizer is null
            ? [.. options.EndTexts]
            : [.. options.EndTexts.Select(tokenizer.SpecialId).Where(id => id is not null).Select(id => FormattableString.Invariant($"token_id:{id}"))];
    }

    /// <inheritdoc/>
    /// <exception cref="EndpointException">An endpoint failed for good.</exception>
    public async ValueTask<DecodedText> DecodeAsync(string prompt, LogitMixture mixture, SamplingOptions sampling, int maxTokens, ulong seed, CancellationToken cancellationToken)
    {
        sampling.Validate();
        ArgumentOutOfRangeException.ThrowIfNegative(maxTokens);
        if (mixture.Members > _voices.Length)
            throw new ArgumentException($"a mixture of {mixture.Members} models over {_voices.Length}");
        var members = ImmutableArray.CreateRange(Enumerable.Range(0, mixture.Members).Where(member => member == 0 || mixture.Uses(member)));
        ImmutableArray<EndpointVoice> used = [.. members.Select(member => _voices[member]).Distinct()];
        ImmutableArray<ImmutableArray<int>> prompts = [.. used.Select(voice => voice.Tokens(prompt))];
        var random = new Xoshiro(seed);
        var text = new StringBuilder();
        var drawn = ImmutableArray.CreateBuilder<int>();
        var outside = ImmutableArray.CreateBuilder<double>();
        int fallbacks = 0, count = 0;
        string finish = "length";
        decimal cost = 0;
        for (; count < maxTokens; count++)
        {
            string written = text.ToString();
            (ListedTokens Listed, int Doubtful)[] answers = await Task.WhenAll(used.Select((voice, i) =>
                voice.NextAsync(prompt, prompts[i], written, drawn, Xoshiro.DeriveSeed(seed, (ulong)((count * used.Length) + i)), cancellationToken)));
            cost += used.Select((voice, i) => CostOf(voice.Member, answers[i], prompt, count)).Sum();
            var of = members.ToDictionary(member => member, member => answers[used.IndexOf(_voices[member])].Listed);
            if (of[0].HasEnded)
            {
                finish = "stop";
                break;
            }

            if (of[0].Logprobs.Count == 0)
                throw new EndpointException(EndpointFailureKind.BadAnswer, $"{used[0].Member.Endpoint.Name} lists no token that its text names");
            ImmutableArray<string> shared = ListedTokens.Ordered(members.Aggregate(of[0].Logprobs.Keys.AsEnumerable(), (tokens, member) => tokens.Where(of[member].Logprobs.ContainsKey)));
            double missing = shared.IsEmpty ? 1 : members.Where(member => member == 0 || mixture.Favours(member)).Max(member => of[member].Outside(shared));
            bool isFallback = shared.IsEmpty || missing > _options.FallbackAbove;
            outside.Add(missing);
            fallbacks += isFallback ? 1 : 0;
            string token = isFallback
                ? Draw(LogitMixture.Alone, ListedTokens.Ordered(of[0].Logprobs.Keys), of, sampling, ref random)
                : Draw(mixture, shared, of, sampling, ref random);
            if (_ends.Contains(token))
            {
                finish = "stop";
                break;
            }

            if (_texts is null)
                text.Append(token);
            else
                drawn.Add(ListedTokens.IdOf(token));
        }

        ImmutableArray<int> tokensDrawn = drawn.ToImmutable();
        return new DecodedText(
            tokensDrawn, _texts is null ? text.ToString() : _texts.Tokenizer.Decode(tokensDrawn.AsSpan()), finish, _texts is null ? null : prompts[0].Length, count,
            new OutsideMass(outside.ToImmutable(), fallbacks), cost);
    }

    /// <summary>The most that one text can cost where every attempt is answered: every member asked for every token, each byte of what it reads a token.</summary>
    public decimal CostBound(string prompt, int maxTokens) => _voices.Distinct().Sum(voice => Enumerable.Range(0, maxTokens).Sum(count => AskBound(voice.Member, prompt, count)));

    private static string Draw(LogitMixture mixture, ImmutableArray<string> tokens, Dictionary<int, ListedTokens> of, SamplingOptions sampling, ref Xoshiro random)
    {
        var logits = new ReadOnlyMemory<float>[mixture.Members];
        for (int member = 0; member < logits.Length; member++)
            logits[member] = of.TryGetValue(member, out ListedTokens? listed) ? tokens.Select(token => (float)listed.Logprobs[token]).ToArray() : default;
        var mixed = new float[tokens.Length];
        mixture.Combine(logits, mixed);
        return tokens[TokenSampler.Draw(mixed, sampling, ref random)];
    }

    // A token that was drawn is read as one token where ids are sent, and as at most its bytes where texts are.
    private static decimal AskBound(EndpointMember member, string prompt, int count) =>
        member.Endpoint.Price.Of(Encoding.UTF8.GetByteCount(member.Template.Text(prompt)) + ((long)count * LongestToken), 1);

    private static decimal CostOf(EndpointMember member, (ListedTokens Listed, int Doubtful) answer, string prompt, int count)
    {
        decimal bound = AskBound(member, prompt, count);
        decimal stated = answer.Listed.Usage is { InputTokenCount: { } input, OutputTokenCount: { } output } ? Math.Min(bound, member.Endpoint.Price.Of(input, output)) : bound;
        return stated + (answer.Doubtful * bound);
    }

    private static (string, string, string) KeyOf(EndpointMember member) => (member.Endpoint.Name, member.Template.Before, member.Template.After);
}
