using System.Globalization;
using Concordat.Models.Decoding;
using Concordat.Models.Endpoints;
using Concordat.Models.Lm;
using Concordat.Models.Tests.Collection;

namespace Concordat.Models.Tests.Decoding;

public sealed class EndpointMixtureTests
{
    private const string Prompt = "the people of";

    private static readonly SamplingOptions s_sampling = new() { Temperature = .9, TopP = .95 };

    private static readonly ImmutableSortedDictionary<string, ModelDirectory> s_models = new Dictionary<string, ModelDirectory>
    {
        ["base"] = TinyModels.Directory(1),
        ["expert"] = TinyModels.Directory(2),
        ["anti"] = TinyModels.Directory(3),
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    [Fact]
    public async Task Decode_TheWholeVocabularyListed_DrawsTheTokensOfTheModelsInProcess()
    {
        await using var server = new CompletionsServer(s_models);
        EndpointMixtureDecoder remote = Remote(server, TinyModels.Tokenizer.VocabularySize, asIds: true);
        var local = new MixtureDecoder([.. new[] { "base", "expert", "anti" }.Select(name => new MixtureMember(name, s_models[name], PromptTemplate.Raw))], 1);
        foreach (LogitMixture mixture in new[] { LogitMixture.ProxyTuning(.8), LogitMixture.ProxyTuning(0), LogitMixture.Objectives(.2, .5, .3), LogitMixture.Contrastive(null) })
        {
            DecodedText over = await remote.DecodeAsync(Prompt, mixture, s_sampling, 12, 5, CancellationToken.None);
            DecodedText inside = local.Decode(Prompt, mixture, s_sampling, 12, 5, CancellationToken.None);
            Assert.Equal(inside.Tokens.ToArray(), over.Tokens.ToArray());
            Assert.Equal((inside.Text, inside.Finish, inside.TokensIn, 0), (over.Text, over.Finish, over.TokensIn, over.Outside!.Fallbacks));
            Assert.InRange(over.Outside.Total, 0, 1e-4);
        }
    }

    [Fact]
    public async Task Decode_AFewTokensListed_TellsTheMassOutsideAndFallsBackAboveTheThreshold()
    {
        await using var server = new CompletionsServer(s_models);
        DecodedText some = await Remote(server, 150, true, above: 1).DecodeAsync(Prompt, LogitMixture.ProxyTuning(.8), s_sampling, 8, 5, CancellationToken.None);
        Assert.Equal((some.TokensOut, 0), (some.Outside!.PerToken.Length, some.Outside.Fallbacks));
        Assert.All(some.Outside.PerToken, mass => Assert.InRange(mass, .01, 1));
        // With nothing tolerated every token is the base's, of those that the base lists. A top-p below 1 orders both draws by probability, so that one seed gives one text.
        DecodedText none = await Remote(server, 40, true, above: 0).DecodeAsync(Prompt, LogitMixture.ProxyTuning(.8), s_sampling with { TopP = .9999 }, 8, 5, CancellationToken.None);
        Assert.Equal(none.Outside!.PerToken.Length, none.Outside.Fallbacks);
        Assert.Equal(
            [.. TextGeneration.Continue(s_models["base"].Model, TinyModels.Tokenizer.Encode(Prompt), 8, s_sampling with { TopP = .9999, TopK = 40 }, 5, 1, CancellationToken.None)], none.Tokens.ToArray());
    }

    [Fact]
    public async Task Decode_ListsOfThreeServers_AreMixedOverWhatAllList()
    {
        // T = {a, b}. s(a) = .6·.2/.5 = .24 and s(b) = .3·.7/.25 = .84, so b is drawn at temperature 0. Outside T: base 1 − .9 = .1, expert 1 − .9 = .1; the anti-expert's .25 speaks for no token.
        string Listed(params (string Token, double P)[] tokens) =>
            $$"""{"choices":[{"text":"{{tokens[0].Token}}","finish_reason":"length","logprobs":{"tokens":["{{tokens[0].Token}}"],"token_logprobs":[{{L(tokens[0].P)}}],"top_logprobs":[{ {{string.Join(',', tokens.Select(one => $"\"{one.Token}\":{L(one.P)}"))}} }] } }] }""";
        await using var server = new MisbehavingServer((request, connection) => connection.AnswerAsync(200, request.Json.GetProperty("model").GetString() switch
        {
            "base" => Listed(("a", .6), ("b", .3), ("c", .05)),
            "expert" => Listed(("b", .7), ("a", .2), ("d", .05)),
            _ => Listed(("a", .5), ("b", .25), ("c", .2)),
        }));
        ImmutableArray<EndpointDescription> endpoints = [.. new[] { "base", "expert", "anti" }.Select(name => new EndpointDescription(name, server.Url, name) { Kind = EndpointKind.Completions, TopLogprobs = 3 })];
        DecodedText mixed = await Decoder(endpoints, .2).DecodeAsync("x", LogitMixture.ProxyTuning(1), new SamplingOptions { Temperature = 0 }, 2, 1, CancellationToken.None);
        Assert.Equal(("bb", 2, 0), (mixed.Text, mixed.TokensOut, mixed.Outside!.Fallbacks));
        Assert.Equal([.1, .1], mixed.Outside.PerToken, (x, y) => Math.Abs(x - y) < 1e-6);
        Assert.Equal("xb", server.Seen.Last().Json.GetProperty("prompt").GetString());
        DecodedText fallen = await Decoder(endpoints, .05).DecodeAsync("x", LogitMixture.ProxyTuning(1), new SamplingOptions { Temperature = 0 }, 2, 1, CancellationToken.None);
        Assert.Equal(("aa", 2), (fallen.Text, fallen.Outside!.Fallbacks));
    }

    [Fact]
    public async Task Decode_AServerThatFailsFirst_IsAskedAgain()
    {
        await using var server = new CompletionsServer(s_models, failures: 2);
        DecodedText decoded = await Remote(server, 280, true).DecodeAsync(Prompt, LogitMixture.Alone, s_sampling, 3, 5, CancellationToken.None);
        Assert.Equal(decoded.TokensOut + (decoded.Finish == "stop" ? 1 : 0) + 2, server.Requests);
    }

    [Fact]
    public async Task Decode_ServersThatTellTexts_MixesByText()
    {
        await using var server = new CompletionsServer(s_models);
        DecodedText decoded = await Remote(server, 280, asIds: false, above: 1).DecodeAsync(Prompt, LogitMixture.ProxyTuning(1), s_sampling, 4, 5, CancellationToken.None);
        Assert.True(decoded.Tokens.IsEmpty && decoded.TokensIn is null && decoded.Text.Length >= decoded.TokensOut, decoded.Text);
        // Tokens that are half a letter have no text: their mass is outside.
        Assert.All(decoded.Outside!.PerToken, mass => Assert.InRange(mass, .05, .99));
        Assert.DoesNotContain('\uFFFD', decoded.Text);
    }

    [Fact]
    public void Construct_AnEndpointThatCannotBeMixed_SaysWhatItLacks()
    {
        var chat = new EndpointDescription("chatty", new Uri("http://127.0.0.1:1/v1"), "m") { TopLogprobs = 5 };
        Assert.Contains("expected completions", Assert.Throws<ArgumentException>(() => Decoder([chat], .5)).Message, StringComparison.Ordinal);
        Assert.Contains("logprobs", Assert.Throws<ArgumentException>(() => Decoder([chat with { Kind = EndpointKind.Completions, TopLogprobs = null }], .5)).Message, StringComparison.Ordinal);
    }

    private static string L(double p) => Math.Log(p).ToString("R", CultureInfo.InvariantCulture);

    private static EndpointMixtureDecoder Decoder(ImmutableArray<EndpointDescription> endpoints, double above) => new(
        [.. endpoints.Select(endpoint => new EndpointMember(endpoint, new TextEndpoint(endpoint with { Kind = EndpointKind.Completions }, EndpointKey.None, TimeProvider.System), PromptTemplate.Raw))],
        null, new EndpointMixtureOptions { FallbackAbove = above }, TimeProvider.System);

    private static EndpointMixtureDecoder Remote(CompletionsServer server, int listed, bool asIds, double above = .5) => new(
        [
            .. new[] { "base", "expert", "anti" }.Select(name => server.Endpoint(name, listed, asIds))
                .Select(endpoint => new EndpointMember(endpoint, new TextEndpoint(endpoint, EndpointKey.None, TimeProvider.System), PromptTemplate.Raw)),
        ],
        asIds ? TinyModels.Tokenizer : null,
        new EndpointMixtureOptions { FallbackAbove = above, Retries = RetryRules.Default with { First = TimeSpan.FromMilliseconds(5) } }, TimeProvider.System);
}
